-- Explains a build in Neovim as docs/editors.md shows it, and writes what the user sees as JSON to $REPORT.
local report = { before = 0, told = {}, after = {} }
local thread

local function wait_for(condition)
  local deadline = vim.uv.now() + 20000
  while vim.uv.now() < deadline do
    local result = condition()
    if result then
      return result
    end
    vim.defer_fn(function()
      assert(coroutine.resume(thread))
    end, 50)
    coroutine.yield()
  end
end

local function told()
  local messages = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.code == 'failed-build' then
      local line = vim.api.nvim_buf_get_lines(0, one.lnum, one.lnum + 1, false)[1]
      table.insert(messages, line:sub(one.col + 1, one.end_col) .. ': ' .. one.message)
    end
  end
  return messages
end

local function run()
  vim.cmd.edit('pyproject.toml')
  local manifest = vim.api.nvim_get_current_buf()
  wait_for(function()
    return #vim.diagnostic.get(0) > 0
  end)
  report.before = #told()
  vim.cmd('ExplainBuild build.log')
  wait_for(function()
    return #told() > 0
  end)
  report.told = told()
  -- The lock changes: what failed may build now.
  vim.cmd.edit('poetry.lock')
  vim.fn.append(0, '# another')
  vim.cmd('silent write')
  vim.cmd.buffer(manifest)
  wait_for(function()
    return #told() == 0
  end)
  report.after = told()
end

thread = coroutine.create(function()
  local ok, problem = xpcall(run, debug.traceback)
  if not ok then
    report.problem = problem
  end
  local file = assert(io.open(vim.env.REPORT, 'w'))
  file:write(vim.json.encode(report))
  file:close()
  vim.schedule(function()
    vim.cmd('qall!')
  end)
end)
vim.schedule(function()
  assert(coroutine.resume(thread))
end)
