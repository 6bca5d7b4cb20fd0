-- What pandoc's Typst writer would lose or spoil: the book's own divs, the text of formulas, links to
-- files that a PDF does not have beside it, signs that Typst takes for markup. Serves Quarto and the
-- embedded renderer alike; in HTML the same divs need nothing but the style sheet.

local COMPONENTS = {
  ["data-status"] = true,
  steckbrief = true,
  ["steckbrief-kopf"] = true,
  ["steckbrief-kasten"] = true,
  evidence = true,
  kernaussage = true,
  anstoesse = true,
  wege = true,
  weg = true,
}

local LAST_ROWS = 2
local COLUMN = "steckbrief-spalte"
local CARD = "karte"

-- What a municipal type looks like: ::: {.steckbrief style="--type-color: #0b5c6b" marker="square"}
local function look(div)
  local color = (div.attributes.style or ""):match("%-%-type%-color:%s*(#%x+)")
  local marker = (div.attributes.marker or div.attributes["data-marker"] or ""):match("^%a+$")
  local arguments = pandoc.List({})
  if color then
    arguments:insert('color: rgb("' .. color .. '")')
  end
  if marker then
    arguments:insert('marker: "' .. marker .. '"')
  end
  return #arguments > 0 and "(" .. table.concat(arguments, ", ") .. ")" or ""
end

local function wrap(call, content, label)
  local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#" .. call .. "[") })
  blocks:extend(content)
  blocks:insert(pandoc.RawBlock("typst", label and "] <" .. label .. ">" or "]"))
  return blocks
end

-- Columns and cards are arguments of the call around them, beside which nothing else may stand.
local function arguments(div, child_class, call_of)
  local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#" .. div.classes[1] .. "(") })
  for _, child in ipairs(div.content) do
    if child.t == "Div" and child.classes:includes(child_class) then
      blocks:insert(pandoc.RawBlock("typst", call_of(child) .. "["))
      blocks:extend(child.content)
      blocks:insert(pandoc.RawBlock("typst", "],"))
    end
  end
  blocks:insert(pandoc.RawBlock("typst", ")"))
  return blocks
end

local function columns(div)
  return arguments(div, COLUMN, function() return "" end)
end

local function cards(div)
  return arguments(div, CARD, function(child) return CARD .. look(child) end)
end

local function component(div)
  if div.classes:includes("csl-entry") then
    local language = (div.attributes.lang or ""):match("^%a%a$")
    local call = language and 'reference(language: "' .. language .. '")' or "reference"
    return wrap(call, { pandoc.Plain(pandoc.utils.blocks_to_inlines(div.content)) }, div.identifier)
  end
  if div.classes:includes("steckbrief-spalten") then
    return columns(div)
  end
  if div.classes:includes("karten") then
    return cards(div)
  end
  for _, class in ipairs(div.classes) do
    if COMPONENTS[class] then
      return wrap(class .. look(div), div.content)
    end
  end
end

local function mark(span)
  if span.classes:includes("beleg") then
    local inlines = pandoc.Inlines({ pandoc.RawInline("typst", "#beleg[") })
    inlines:extend(span.content)
    inlines:insert(pandoc.RawInline("typst", "];"))
    return inlines
  end
end

-- The line that says where a table comes from becomes its last row, and that stays with the rows
-- before it: Typst never parts a footer. So it cannot stand alone on the next page.
local function add_evidence(tbl, evidence)
  local rows = tbl.bodies[#tbl.bodies].body
  local foot = pandoc.List({})
  for _ = 1, math.min(LAST_ROWS, #rows - 1) do
    foot:insert(1, rows:remove())
  end
  local line = pandoc.Blocks({ pandoc.RawBlock("typst", "#table-evidence[") })
  line:extend(evidence.content)
  line:insert(pandoc.RawBlock("typst", "]"))
  local whole = pandoc.Attr("", {}, { ["typst:stroke"] = "none" })
  foot:insert(pandoc.Row({ pandoc.Cell(line, "AlignLeft", 1, #tbl.colspecs, whole) }))
  tbl.foot = pandoc.TableFoot(foot)
  return tbl
end

-- The embedded renderer has written the table's caption before; Quarto has not yet.
local function evidence_after(blocks, place)
  while blocks[place] and (blocks[place].t == "RawBlock" or blocks[place].t == "Plain") do
    place = place + 1
  end
  local block = blocks[place]
  return block and block.t == "Div" and block.classes:includes("evidence") and place or nil
end

local function evidence_into_tables(blocks)
  for place, block in ipairs(blocks) do
    local at = block.t == "Table" and #block.bodies > 0 and evidence_after(blocks, place + 1)
    if at then
      blocks[place] = add_evidence(block, blocks[at])
      blocks[at] = pandoc.RawBlock("typst", "")
    end
  end
  return blocks
end

-- Readers of the PDF do not have the files beside it that a page of the site links to.
local function link(element)
  local target = element.target
  if target:sub(1, 1) ~= "#" and not target:match("^%a[%w+.-]*:") then
    return element.content
  end
end

local function formula(math)
  local typst = pandoc.write(pandoc.Pandoc({ pandoc.Plain({ math }) }), "typst")
  local body = typst:gsub("^%s*%$", ""):gsub("%$%s*$", "")
  local block = math.mathtype == "DisplayMath" and "true" or "false"
  local alt = math.text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("%s+", " ")
  return pandoc.RawInline(
    "typst",
    "#math.equation(block: " .. block .. ', alt: "' .. alt .. '", $' .. body .. "$);"
  )
end

-- A term and what it means are one paragraph, which is not parted after its first line. Pandoc would
-- make a block of the meaning.
local function definitions(list)
  local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#terms(") })
  for _, item in ipairs(list.content) do
    blocks:insert(pandoc.RawBlock("typst", "terms.item(["))
    blocks:insert(pandoc.Plain(item[1]))
    blocks:insert(pandoc.RawBlock("typst", "], ["))
    for _, meaning in ipairs(item[2]) do
      local is_text = #meaning == 1 and meaning[1].t == "Para"
      blocks:extend(is_text and { pandoc.Plain(meaning[1].content) } or meaning)
    end
    blocks:insert(pandoc.RawBlock("typst", "]),"))
  end
  blocks:insert(pandoc.RawBlock("typst", ")"))
  return blocks
end

-- In a table's cell or behind a forced break, pandoc leaves "+ 3", "2. Rang" or "= gleich" as they
-- are, and Typst would make a list or a heading of them. Empty content before them prevents it.
local function is_marker(text)
  return text:match("^[-+=/]+$") or text:match("^%d+%.$")
end

local function guarded(inlines)
  local guarded_inlines = pandoc.Inlines({})
  local at_start = true
  for _, inline in ipairs(inlines) do
    if at_start and inline.t == "Str" and is_marker(inline.text) then
      guarded_inlines:insert(pandoc.RawInline("typst", "#[]"))
    end
    guarded_inlines:insert(inline)
    at_start = inline.t == "LineBreak"
  end
  return guarded_inlines
end

if FORMAT:match("typst") then
  return {
    { Blocks = evidence_into_tables },
    {
      Div = component,
      Span = mark,
      Link = link,
      Math = formula,
      Inlines = guarded,
      DefinitionList = definitions,
    },
  }
end
return {}
