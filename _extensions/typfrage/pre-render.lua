-- Quarto calls this before it renders: the results that the chapters include are brought up to date.
-- The project's own environment comes first, then whatever is on the PATH.
-- `typfrage build` has done that before it calls Quarto, and says so.
if os.getenv("TYPFRAGE_ALREADY_RUN") then
  return
end
local windows = package.config:sub(1, 1) == "\\"
local own = windows and ".venv\\Scripts\\typfrage.exe" or ".venv/bin/typfrage"
local found = io.open(own, "rb")
if found then
  found:close()
end
if not os.execute((found and own or "typfrage") .. " run --whole-book") then
  io.stderr:write("The results could not be brought up to date; run `make study` first.\n")
  os.exit(1)
end
