#include "jobs/request_list.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/utf8.h"
#include "jobs/csv.h"

namespace atelier {
namespace {

constexpr std::string_view name_key = "name";
constexpr std::size_t name_bytes_max = 100;
constexpr int shown_columns = 40;

// What every request of the list is read with.
struct Reading {
  std::string_view what;
  const std::vector<FieldInfo>& fields;
  const Json& defaults;
};

const FieldInfo* find_field(const Reading& reading, std::string_view name) {
  for (const FieldInfo& field : reading.fields) {
    if (field.name == name || std::find(field.aliases.begin(), field.aliases.end(), name) != field.aliases.end())
      return &field;
  }
  return nullptr;
}

Error bad_list(const Phrase& phrase, const auto&... args) {
  return fail(ErrorKind::invalid_argument, phrase, args...).with_field("batch");
}

Result<void> check_name(const std::string& name) {
  const bool climbs = name == "." || name == ".." || name.find('/') != std::string::npos;
  const std::u32string points = code_points(name);
  const bool control = std::any_of(points.begin(), points.end(), is_control);
  if (!climbs && !control && name.size() <= name_bytes_max && name.front() != '.') return ok();
  return fail(ErrorKind::invalid_argument,
              {"name: \"{}\" cannot be the name of a folder here", "name: «{}» не годится как имя папки",
               "name: \"{}\" 은(는) 폴더 이름으로 쓸 수 없습니다"},
              shorten(name, shown_columns))
      .with_hint({"Letters, digits, spaces, '-', '_' and '.' inside, at most {} bytes.",
                  "Буквы, цифры, пробелы, «-», «_» и «.» внутри, не больше {} байт.",
                  "글자, 숫자, 띄어쓰기, '-', '_', 그리고 안쪽의 '.'만, 최대 {}바이트."},
                 name_bytes_max);
}

// The request over the defaults, every field checked.
Result<Json> complete(const Reading& reading, const Json& own) {
  Json params = reading.defaults;
  for (const auto& [key, value] : own.items()) {
    const FieldInfo* field = find_field(reading, key);
    params[field ? std::string(field->name) : key] = value;
  }
  TRY_VOID(check_fields(reading.fields, params));
  return params;
}

ListedRequest from_object(const Reading& reading, int line, Result<Json> read) {
  ListedRequest request{line, {}, Json()};
  if (!read.ok()) {
    request.params = std::move(read).error();
    return request;
  }
  if (!read->is_object()) {
    request.params =
        fail(ErrorKind::invalid_argument,
             {"a request is an object such as {}", "запрос — это объект, например {}", "요청은 {} 같은 객체입니다"},
             R"({"product": "shirt", "material": "poplin", "color": "white"})");
    return request;
  }
  if (const auto name = read->find(name_key); name != read->end()) {
    request.name = name->is_string() ? name->get<std::string>() : name->dump();
    read->erase(name);
  }
  if (const Result<void> named = request.name.empty() ? ok() : check_name(request.name); !named.ok())
    request.params = named.error();
  else
    request.params = complete(reading, *read);
  return request;
}

Result<std::vector<ListedRequest>> from_json_lines(const Reading& reading, std::string_view text) {
  std::vector<ListedRequest> requests;
  int line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
    if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    requests.push_back(from_object(reading, line, parse_json(one, reading.what)));
  }
  return requests;
}

Result<std::vector<ListedRequest>> from_json(const Reading& reading, std::string_view text) {
  Result<Json> whole = parse_json(text, reading.what, request_list_bytes_max);
  if (!whole.ok()) {
    if (text.front() == '{') return from_json_lines(reading, text);
    return std::move(whole).error().with_field("batch");
  }
  std::vector<ListedRequest> requests;
  if (whole->is_object()) {
    requests.push_back(from_object(reading, 1, std::move(whole)));
    return requests;
  }
  int item = 0;
  for (Json& one : *whole) requests.push_back(from_object(reading, ++item, std::move(one)));
  return requests;
}

std::string trimmed_cell(std::string_view cell) {
  const std::size_t first = cell.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(cell.substr(first, cell.find_last_not_of(" \t") - first + 1));
}

std::string header_word(std::string_view cell) {
  std::string word = trimmed_cell(cell);
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ' || c == '-') c = '_';
  }
  return word;
}

// The field of each column; null for "name".
Result<std::vector<const FieldInfo*>> read_header(const Reading& reading, const CsvRow& row) {
  std::vector<const FieldInfo*> columns;
  std::vector<std::string_view> known = {name_key}, seen;
  for (const FieldInfo& field : reading.fields) known.push_back(field.name);
  for (const std::string& cell : row.cells) {
    const std::string word = header_word(cell);
    const FieldInfo* field = find_field(reading, word);
    if (!field && word != name_key) {
      Text meant = did_you_mean(word, known);
      if (meant.empty()) {
        meant = format_text({"The first row names the fields: {}.", "Первая строка называет поля: {}.",
                             "첫 줄에는 필드 이름을 씁니다: {}."},
                            "product,material,color");
      }
      return bad_list({"{}: the first row says \"{}\", and there is no such field",
                       "{}: в первой строке есть «{}», а такого поля нет", "{}: 첫 줄의 \"{}\" 은(는) 없는 필드입니다"},
                      reading.what, shorten(word, shown_columns))
          .with_hint(std::move(meant));
    }
    const std::string_view name = field ? field->name : name_key;
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      return bad_list({"{}: the first row names {} twice", "{}: в первой строке поле {} названо дважды",
                       "{}: 첫 줄에 {} 이(가) 두 번 있습니다"},
                      reading.what, name);
    }
    seen.push_back(name);
    columns.push_back(field);
  }
  return columns;
}

Result<Json> row_object(const CsvRow& row, const std::vector<const FieldInfo*>& columns) {
  if (row.unclosed) {
    return fail(ErrorKind::invalid_argument,
                {"a quote is opened and not closed", "кавычка открыта и не закрыта", "따옴표가 닫히지 않았습니다"});
  }
  Json object = Json::object();
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string cell = trimmed_cell(row.cells[i]);
    if (cell.empty()) continue;
    if (i >= columns.size()) {
      return fail(ErrorKind::invalid_argument,
                  {"there are {} cells, and the first row names {} fields",
                   "ячеек {}, а в первой строке названо полей: {}", "칸이 {}개인데 첫 줄의 필드는 {}개입니다"},
                  row.cells.size(), columns.size())
          .with_hint({"Put text with commas in double quotes.", "Текст с запятыми возьмите в двойные кавычки.",
                      "쉼표가 든 글은 큰따옴표로 묶으세요."});
    }
    if (!columns[i]) {
      object[std::string(name_key)] = cell;
      continue;
    }
    TRY(object[std::string(columns[i]->name)], field_from_text(*columns[i], cell));
  }
  return object;
}

Result<std::vector<ListedRequest>> from_csv(const Reading& reading, std::string_view text) {
  const std::vector<CsvRow> rows = read_csv(text);
  TRY(const std::vector<const FieldInfo*> columns, read_header(reading, rows.front()));
  std::vector<ListedRequest> requests;
  for (std::size_t i = 1; i < rows.size(); ++i)
    requests.push_back(from_object(reading, rows[i].line, row_object(rows[i], columns)));
  return requests;
}

}  // namespace

Result<std::vector<ListedRequest>> read_request_list(std::string_view text, std::string_view what,
                                                     const std::vector<FieldInfo>& fields, const Json& defaults) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!is_utf8(text)) {
    return bad_list({"{}: this is not UTF-8 text", "{}: это не текст в UTF-8", "{}: UTF-8 글이 아닙니다"}, what)
        .with_hint({"Save it as \"CSV UTF-8\".", "Сохраните его как «CSV UTF-8».", "\"CSV UTF-8\"로 저장하세요."});
  }
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const Phrase none{"{}: there is no request in this list", "{}: в этом списке нет ни одного запроса",
                    "{}: 이 목록에는 요청이 없습니다"};
  if (first == std::string_view::npos) return bad_list(none, what);
  const Reading reading{what, fields, defaults};
  const bool json = text[first] == '[' || text[first] == '{';
  TRY(std::vector<ListedRequest> requests, json ? from_json(reading, text.substr(first)) : from_csv(reading, text));
  if (requests.empty()) return bad_list(none, what);
  if (requests.size() > request_list_items_max) {
    return fail(ErrorKind::too_large,
                {"{}: {} requests; a list holds at most {}", "{}: запросов {}; в списке не больше {}",
                 "{}: 요청이 {}개입니다. 목록에는 최대 {}개까지"},
                what, requests.size(), request_list_items_max)
        .with_field("batch");
  }
  return requests;
}

}  // namespace atelier
