vim.filetype.add({ pattern = { ['.*requirements.*%.in'] = 'requirements' } })
vim.filetype.add({ filename = { ['poetry.lock'] = 'toml', ['pdm.lock'] = 'toml' } })
vim.lsp.enable('pyproject_nix_ls')
