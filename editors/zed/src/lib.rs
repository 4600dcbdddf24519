//! Starts the `pyproject-nix-ls` of the settings, else that of the `PATH`, else one from npm.

use zed_extension_api::{
    self as zed, settings::LspSettings, Command, LanguageServerId,
    LanguageServerInstallationStatus as Status, Result, Worktree,
};

const PROGRAM: &str = "pyproject-nix-ls";

/// Below the extension's own folder, where `npm_install_package` puts it.
const MAIN: &str = "node_modules/pyproject-nix-ls/dist/main.js";

struct PyprojectNixLs;

impl zed::Extension for PyprojectNixLs {
    fn new() -> Self {
        Self
    }

    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let binary = LspSettings::for_worktree(PROGRAM, worktree)?.binary;
        let (path, arguments) = match binary {
            Some(binary) => (binary.path, binary.arguments),
            None => (None, None),
        };
        let arguments = arguments.unwrap_or_else(|| vec!["--stdio".into()]);
        if let Some(command) = path.or_else(|| worktree.which(PROGRAM)) {
            return Ok(Command {
                command,
                args: arguments,
                env: worktree.shell_env(),
            });
        }
        let main = installed(server)?;
        Ok(Command {
            command: zed::node_binary_path()?,
            args: std::iter::once(main).chain(arguments).collect(),
            env: Vec::new(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        _server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        Ok(LspSettings::for_worktree(PROGRAM, worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        _server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        let settings = LspSettings::for_worktree(PROGRAM, worktree)?.settings;
        Ok(settings.map(|settings| zed::serde_json::json!({ PROGRAM: settings })))
    }
}

/// The newest release of npm, as an absolute path. One that is there stays where npm cannot be asked.
fn installed(server: &LanguageServerId) -> Result<String> {
    zed::set_language_server_installation_status(server, &Status::CheckingForUpdate);
    let present = zed::npm_package_installed_version(PROGRAM)?;
    match zed::npm_package_latest_version(PROGRAM) {
        Ok(latest) if present.as_ref() != Some(&latest) => {
            zed::set_language_server_installation_status(server, &Status::Downloading);
            zed::npm_install_package(PROGRAM, &latest)?;
        }
        Err(error) if present.is_none() => return Err(error),
        _ => {}
    }
    zed::set_language_server_installation_status(server, &Status::None);
    let folder = std::env::current_dir().map_err(|error| error.to_string())?;
    Ok(folder.join(MAIN).to_string_lossy().into_owned())
}

zed::register_extension!(PyprojectNixLs);
