hook global BufCreate (?:.*/)?(?:(?:poetry|uv|pdm)\.lock|Pipfile) %{ set-option buffer filetype toml }
hook global BufCreate (?:.*/)?(?:[^/]*(?:requirements|constraints)[^/]*|requirements/[^/]*)\.(?:txt|in) %{
    set-option buffer filetype requirements
}
hook -group lsp-filetype-toml global BufSetOption filetype=toml %{
    set-option buffer lsp_servers %{
        [taplo]
        root_globs = [".git", ".hg"]
        args = ["lsp", "stdio"]
        [pyproject-nix-ls]
        root_globs = ["pyproject.toml", "Pipfile", ".git", ".hg"]
        args = ["--stdio"]
    }
}
hook -group lsp-filetype-requirements global BufSetOption filetype=requirements %{
    set-option buffer lsp_servers %{
        [pyproject-nix-ls]
        root_globs = ["pyproject.toml", ".git", ".hg"]
        args = ["--stdio"]
    }
}
hook -group lsp-filetype-nix global BufSetOption filetype=nix %{
    set-option buffer lsp_servers %{
        [nixd]
        root_globs = ["flake.nix", "shell.nix", ".git", ".hg"]
        [pyproject-nix-ls]
        root_globs = ["pyproject.toml", "Pipfile", ".git", ".hg"]
        args = ["--stdio"]
    }
}
hook global BufCreate (?:.*/)?Pipfile\.lock %{
    set-option buffer filetype json
    set-option buffer lsp_servers %{
        [pyproject-nix-ls]
        root_globs = ["Pipfile", ".git", ".hg"]
        args = ["--stdio"]
    }
}
