-- Does in Neovim what a user does, and writes what the user sees as JSON to $REPORT.
-- A coroutine, resumed by timers: Neovim stays free to draw and to talk to its servers.
local task = vim.json.decode(vim.env.TASK)
local report = {}
local thread

local function sleep(ms)
  vim.defer_fn(function()
    assert(coroutine.resume(thread))
  end, ms)
  coroutine.yield()
end

local function wait_for(condition)
  local deadline = vim.uv.now() + 10000
  while vim.uv.now() < deadline do
    local result = condition()
    if result then
      return result
    end
    sleep(20)
  end
  return condition()
end

local function names_of(clients)
  local names = vim.tbl_map(function(client)
    return client.name
  end, clients)
  table.sort(names)
  return names
end

local function attached(buffer)
  return wait_for(function()
    local client = vim.lsp.get_clients({ bufnr = buffer, name = 'pyproject_nix_ls' })[1]
    return client and client.initialized and client
  end)
end

local function diagnostics(buffer)
  return vim.tbl_map(function(one)
    local line = vim.api.nvim_buf_get_lines(buffer, one.lnum, one.lnum + 1, false)[1]
    return {
      code = one.code,
      severity = vim.diagnostic.severity[one.severity],
      source = one.source,
      message = one.message,
      text = one.end_lnum == one.lnum and line:sub(one.col + 1, one.end_col) or line:sub(one.col + 1),
    }
  end, vim.diagnostic.get(buffer))
end

--- What the server answers to a request about a buffer, asked for here alone.
local function answer(client, buffer, method, params)
  local document = { textDocument = vim.lsp.util.make_text_document_params(buffer) }
  local result
  client:request(method, vim.tbl_extend('error', document, params or {}), function(_, answered)
    result = answered or vim.NIL
  end, buffer)
  return wait_for(function()
    return result
  end) or vim.NIL
end

--- Waits until as many diagnostics as expected are shown, and the server, asked anew, has no others.
local function settled(client, buffer, count)
  wait_for(function()
    if #vim.diagnostic.get(buffer) ~= count then
      return false
    end
    local told = answer(client, buffer, 'textDocument/diagnostic')
    return told ~= vim.NIL and #told.items == #vim.diagnostic.get(buffer)
  end)
  return diagnostics(buffer)
end

--- On the last character of the match: its first may be one of the indentation.
local function put_cursor_on(pattern)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search(pattern, 'ceW') > 0, 'no ' .. pattern .. ' in ' .. vim.api.nvim_buf_get_name(0))
end

local function float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return window
    end
  end
end

--- The text of the float that `K` opens.
local function hover(pattern)
  put_cursor_on(pattern)
  vim.api.nvim_input('K')
  local window = wait_for(float)
  if not window then
    return vim.NIL
  end
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  return table.concat(lines, '\n')
end

--- The actions offered at a place, in their order, without taking one. Neovim says so where there is none.
local function actions(pattern)
  put_cursor_on(pattern)
  local titles
  local select, notify = vim.ui.select, vim.notify
  vim.ui.select = function(items, options, choose)
    titles = vim.tbl_map(options.format_item, items)
    choose(nil)
  end
  vim.notify = function(message)
    titles = message == 'No code actions available' and {} or titles
  end
  vim.lsp.buf.code_action()
  wait_for(function()
    return titles
  end)
  vim.ui.select, vim.notify = select, notify
  return assert(titles, 'no answer on the actions')
end

local function act(pattern, title)
  put_cursor_on(pattern)
  local seen = false
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      seen = seen or action.title == title
      return action.title == title
    end,
  })
  wait_for(function()
    return seen
  end)
end

--- The hints beside the lines, by the text of their line, once all that the server has are shown.
local function inlay_hints(client, buffer)
  vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  local last = vim.api.nvim_buf_line_count(buffer)
  local range = { start = { line = 0, character = 0 }, ['end'] = { line = last, character = 0 } }
  local told = answer(client, buffer, 'textDocument/inlayHint', { range = range })
  wait_for(function()
    return #vim.lsp.inlay_hint.get({ bufnr = buffer }) == #told
  end)
  local hints = vim.empty_dict()
  for _, one in ipairs(vim.lsp.inlay_hint.get({ bufnr = buffer })) do
    local hint = one.inlay_hint
    local line = vim.api.nvim_buf_get_lines(buffer, hint.position.line, hint.position.line + 1, false)[1]
    local label = type(hint.label) == 'string' and hint.label
      or table.concat(vim.tbl_map(function(part)
        return part.value
      end, hint.label))
    hints[line] = (hints[line] or '') .. label
  end
  return hints
end

local function code_lenses(client, buffer)
  vim.lsp.codelens.enable(true, { bufnr = buffer })
  local told = answer(client, buffer, 'textDocument/codeLens')
  wait_for(function()
    return #vim.lsp.codelens.get({ bufnr = buffer }) == #told
  end)
  return vim.tbl_map(function(one)
    local lens = one.lens or one
    return lens.command and lens.command.title or ''
  end, vim.lsp.codelens.get({ bufnr = buffer }))
end

--- Where `gd` leads: the file's name and the line.
local function definition(pattern)
  local from = vim.api.nvim_get_current_buf()
  put_cursor_on(pattern)
  vim.lsp.buf.definition()
  wait_for(function()
    return vim.api.nvim_get_current_buf() ~= from
  end)
  local place = vim.fs.basename(vim.api.nvim_buf_get_name(0)) .. ': ' .. vim.api.nvim_get_current_line()
  vim.cmd.buffer(from)
  return place
end

--- The words that are offered for what is typed below the line of the pattern, typed as a user types it.
local function completion(client, pattern, typed)
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = false })
  put_cursor_on(pattern)
  vim.api.nvim_input('o' .. typed .. '<C-x><C-o>')
  local words = wait_for(function()
    local items = vim.fn.complete_info({ 'items' }).items
    return #items > 0 and vim.tbl_map(function(item)
      return item.abbr ~= '' and item.abbr or item.word
    end, items)
  end)
  vim.api.nvim_input('<C-e><Esc>u')
  wait_for(function()
    return vim.api.nvim_get_mode().mode == 'n' and not vim.bo.modified
  end)
  return words or {}
end

local function text_of(file)
  local number = vim.fn.bufnr(vim.fn.getcwd() .. '/' .. file)
  if number < 0 or not vim.api.nvim_buf_is_loaded(number) then
    return vim.NIL
  end
  return table.concat(vim.api.nvim_buf_get_lines(number, 0, -1, false), '\n')
end

local function run()
  vim.cmd.edit(task.manifest)
  local manifest = vim.api.nvim_get_current_buf()
  local client = attached(manifest)
  wait_for(function()
    return #vim.lsp.get_clients({ bufnr = manifest }) == task.servers
  end)
  report.attached = names_of(vim.lsp.get_clients({ bufnr = manifest }))
  if not client then
    return
  end
  report.root = client.root_dir
  report.diagnostics = settled(client, manifest, task.diagnostics)
  report.hover = hover(task.hover)
  report.hints = inlay_hints(client, manifest)
  report.lenses = code_lenses(client, manifest)
  report.definition = definition(task.hover)
  report.completion = completion(client, task.above or task.hover, task.typed)
  report.unchanged = not vim.bo[manifest].modified

  if task.action then
    report.actions = actions(task.action.at)
    act(task.action.at, task.action.title)
    report.nix = wait_for(function()
      local text = text_of(task.action.file)
      return text ~= vim.NIL and text
    end) or vim.NIL
    vim.cmd.buffer(manifest)
    report.diagnosticsAfter = settled(client, manifest, task.action.left)
    report.actionsAfter = actions(task.action.at)
  end

  vim.cmd.edit(task.lock)
  report.lockFileType = vim.bo.filetype
  attached(vim.api.nvim_get_current_buf())
  report.lockAttached = names_of(vim.lsp.get_clients({ bufnr = 0 }))
  report.lockHover = hover(task.lockHover)

  vim.cmd('silent wall')
  client:stop()
  wait_for(function()
    return client:is_stopped()
  end)
  report.stopped = client:is_stopped()
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
