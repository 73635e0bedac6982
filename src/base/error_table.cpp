#include "base/error.h"

namespace atelier {

namespace {

constexpr ErrorRow error_rows[] = {
    {ErrorKind::invalid_argument,
     "invalid_argument",
     2,
     400,
     {"Something in the request needs changing: {}", "В запросе нужно кое-что исправить: {}",
      "요청에서 고칠 것이 있습니다: {}"}},
    {ErrorKind::not_found, "not_found", 3, 404, {"Not found: {}", "Не найдено: {}", "찾을 수 없습니다: {}"}},
    {ErrorKind::denied, "denied", 4, 403, {"Not allowed: {}", "Нет доступа: {}", "허용되지 않습니다: {}"}},
    {ErrorKind::conflict,
     "conflict",
     5,
     409,
     {"This is already there or being done: {}", "Это уже есть или выполняется: {}", "이미 있거나 진행 중입니다: {}"}},
    {ErrorKind::unsupported,
     "unsupported",
     6,
     501,
     {"This installation cannot do that: {}", "Эта установка этого не умеет: {}", "이 설치에서는 할 수 없습니다: {}"}},
    {ErrorKind::exhausted,
     "exhausted",
     7,
     429,
     {"The studio is full or out of memory: {}", "Студия занята или не хватает памяти: {}",
      "작업이 가득 찼거나 메모리가 부족합니다: {}"}},
    {ErrorKind::unavailable,
     "unavailable",
     8,
     503,
     {"A service that this needs does not answer: {}", "Нужная служба не отвечает: {}",
      "필요한 서비스가 응답하지 않습니다: {}"}},
    {ErrorKind::not_installed,
     "not_installed",
     8,
     501,
     {"This needs a part that is not installed: {}", "Нужная часть не установлена: {}",
      "필요한 구성 요소가 설치되어 있지 않습니다: {}"}},
    {ErrorKind::timed_out,
     "timed_out",
     10,
     504,
     {"It took longer than the limit: {}", "Превышено допустимое время: {}", "제한 시간을 넘었습니다: {}"}},
    {ErrorKind::too_large,
     "too_large",
     2,
     413,
     {"This is over a limit: {}", "Превышен предел: {}", "한도를 넘었습니다: {}"}},
    {ErrorKind::out_of_disk,
     "out_of_disk",
     7,
     507,
     {"The disk is full: {}", "Диск заполнен: {}", "디스크가 가득 찼습니다: {}"}},
    {ErrorKind::unauthenticated,
     "unauthenticated",
     4,
     401,
     {"A key is needed here: {}", "Здесь нужен ключ: {}", "키가 필요합니다: {}"}},
    {ErrorKind::corrupt,
     "corrupt",
     9,
     500,
     {"A model file is damaged; fetch it again: {}", "Файл модели повреждён, скачайте его заново: {}",
      "모델 파일이 손상되었습니다. 다시 받으세요: {}"}},
    {ErrorKind::cancelled,
     "cancelled",
     130,
     409,
     {"Stopped, as you asked: {}", "Остановлено по вашей просьбе: {}", "요청대로 중지했습니다: {}"}},
    {ErrorKind::internal, "internal", 70, 500, {"Our mistake: {}", "Наша ошибка: {}", "저희 실수입니다: {}"}},
};

}  // namespace

const ErrorRow& error_row(ErrorKind kind) {
  return error_rows[static_cast<int>(kind)];
}

std::string sentence(const Error& error, Lang lang) {
  const std::string& message = error.message.in(lang);
  return fmt::vformat(error_row(error.kind).sentence.in(lang), fmt::make_format_args(message));
}

}  // namespace atelier
