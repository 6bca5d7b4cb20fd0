-- Part pages, and the switch to appendix letters. Quarto says what a heading opens in its file
-- metadata, the embedded renderer in the attribute "book-item".

local in_appendix = false
local chapter_is_unnumbered = false

local function quarto_item()
  local state = quarto and quarto.doc.file_metadata()
  return state and state.file and state.file.bookItemType
end

local function page(call, header)
  local inlines = pandoc.Inlines({ pandoc.RawInline("typst", "#" .. call .. "[") })
  inlines:extend(header.content)
  inlines:insert(pandoc.RawInline("typst", "]"))
  return pandoc.Blocks({ pandoc.Plain(inlines) })
end

local function header(element)
  if element.level > 1 then
    if chapter_is_unnumbered then
      element.classes:insert("unnumbered")
    end
    return element
  end
  local item = element.attributes["book-item"] or quarto_item()
  element.attributes["book-item"] = nil
  chapter_is_unnumbered = element.classes:includes("unnumbered")
  if item == "part" then
    return page("part-page", element)
  end
  if item ~= "appendix" or in_appendix then
    return element
  end
  in_appendix = true
  local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#show: appendix") })
  blocks:extend(chapter_is_unnumbered and page("appendices-page", element) or { element })
  return blocks
end

if not FORMAT:match("typst") then
  return {}
end
if quarto then
  return quarto.utils.combineFilters({
    quarto.utils.file_metadata_filter(),
    { Header = header },
  })
end
return { { Header = header } }
