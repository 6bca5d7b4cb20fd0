-- What pandoc's Typst writer would lose or spoil: the book's own divs, the text of formulas, links to
-- files that a PDF does not have beside it, signs that Typst takes for markup. Serves Quarto and the
-- embedded renderer alike; in HTML the same divs need nothing but the style sheet.

local COMPONENTS = {
  ["data-status"] = true,
  steckbrief = true,
  evidence = true,
  kernaussage = true,
  anstoesse = true,
}

-- The colour of a municipal type: ::: {.steckbrief style="--type-color: #0b5c6b"}
local function color_argument(div)
  local color = (div.attributes.style or ""):match("%-%-type%-color:%s*(#%x+)")
  return color and ('(color: rgb("' .. color .. '"))') or ""
end

local function wrap(call, content, label)
  local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#" .. call .. "[") })
  blocks:extend(content)
  blocks:insert(pandoc.RawBlock("typst", label and "] <" .. label .. ">" or "]"))
  return blocks
end

local function component(div)
  if div.classes:includes("csl-entry") then
    return wrap("reference", { pandoc.Plain(pandoc.utils.blocks_to_inlines(div.content)) }, div.identifier)
  end
  for _, class in ipairs(div.classes) do
    if COMPONENTS[class] then
      return wrap(class .. color_argument(div), div.content)
    end
  end
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
  return { { Div = component, Link = link, Math = formula, Inlines = guarded } }
end
return {}
