---@brief
---
--- https://github.com/pyproject-nix-ls/pyproject-nix-ls
---
--- Language server for Python's project and lock files, for people who package Python with Nix: what Nix needs to build
--- each dependency, and who provides it.
---
--- ```sh
--- npm install -g pyproject-nix-ls
--- ```
---
--- It runs beside other TOML and Nix servers. By itself Neovim takes locks for other things than TOML:
---
--- ```lua
--- vim.filetype.add({ filename = { ['poetry.lock'] = 'toml', ['pdm.lock'] = 'toml' } })
--- ```

local names = {
  ['pyproject.toml'] = true,
  ['poetry.lock'] = true,
  ['uv.lock'] = true,
  ['pdm.lock'] = true,
  ['pylock.toml'] = true,
  ['Pipfile'] = true,
  ['Pipfile.lock'] = true,
}

--- requirements.txt, dev-requirements.in, constraints.txt, and all in a folder requirements.
local function is_requirements(path)
  local stem = vim.fs.basename(path):match('^(.*)%.txt$') or vim.fs.basename(path):match('^(.*)%.in$')
  return stem ~= nil
    and (stem:find('requirements') or stem:find('constraints') or path:find('/requirements/[^/]*$')) ~= nil
end

--- What marks the folder of a Python project.
local function is_manifest(name, folder)
  return name == 'pyproject.toml' or name == 'Pipfile' or is_requirements(folder .. '/' .. name)
end

--- A script that says what it depends on (PEP 723): no other Python file is ours.
local function is_script(buffer, name)
  return vim.endswith(name, '.py')
    and vim.iter(vim.api.nvim_buf_get_lines(buffer, 0, 200, false)):any(function(line)
      return line == '# /// script'
    end)
end

--- A Nix file outside of every Python project counts where the server already works on its repository.
local function is_known(root)
  return vim.iter(vim.lsp.get_clients({ name = 'pyproject_nix_ls' })):any(function(client)
    return client.root_dir == root
  end)
end

local copy = 'pyproject-nix-ls.copyOverride'

---@type vim.lsp.Config
return {
  cmd = { 'pyproject-nix-ls', '--stdio' },
  -- By the name of the file: poetry.lock has the file type conf, and not every TOML file is ours.
  root_dir = function(buffer, on_dir)
    local path = vim.api.nvim_buf_get_name(buffer)
    local name = vim.fs.basename(path)
    local is_nix = vim.endswith(name, '.nix')
    local is_script_file = vim.endswith(name, '.py.lock') or is_script(buffer, name)
    local is_ours = names[name] or name:match('^pylock%.[^.]+%.toml$') or is_requirements(path)
    if not (is_ours or is_script_file or is_nix) then
      return
    end
    local project = vim.fs.root(buffer, is_manifest) or is_script_file and vim.fs.dirname(path)
    local root = vim.fs.root(buffer, '.git') or project
    if root and (project or not is_nix or is_known(root)) then
      on_dir(root)
    end
  end,
  -- Code actions that copy an override: into the unnamed register, and the clipboard where there is one.
  capabilities = { experimental = { commands = { commands = { copy } } } },
  commands = {
    [copy] = function(command)
      vim.fn.setreg('"', command.arguments[1])
      if vim.fn.has('clipboard') == 1 then
        vim.fn.setreg('+', command.arguments[1])
      end
    end,
  },
  settings = { ['pyproject-nix-ls'] = vim.empty_dict() },
}
