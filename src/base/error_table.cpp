#include "base/error.h"

namespace atelier {

namespace {

constexpr ErrorRow rows[] = {
    {ErrorKind::invalid_argument,
     "invalid_argument",
     2,
     400,
     {"Something in the request needs changing: {}", "В запросе нужно кое-что исправить: {}",
      "요청에 고쳐야 할 부분이 있습니다: {}"}},
    {ErrorKind::not_found,
     "not_found",
     3,
     404,
     {"There is no such thing: {}", "Такого нет: {}", "찾을 수 없습니다: {}"}},
    {ErrorKind::denied,
     "denied",
     4,
     403,
     {"You are not allowed to do this: {}", "На это нет прав: {}", "이 작업을 할 권한이 없습니다: {}"}},
    {ErrorKind::conflict,
     "conflict",
     5,
     409,
     {"Something is in the way: {}", "Этому что-то мешает: {}", "다른 것과 겹칩니다: {}"}},
    {ErrorKind::unsupported,
     "unsupported",
     6,
     501,
     {"This installation cannot do that: {}", "Эта установка такого не умеет: {}",
      "현재 설치로는 할 수 없는 작업입니다: {}"}},
    {ErrorKind::exhausted,
     "exhausted",
     7,
     429,
     {"The studio is full or out of memory; try a smaller size, or later: {}",
      "Студия занята или не хватает памяти; попробуйте меньший размер или повторите позже: {}",
      "작업이 밀려 있거나 메모리가 부족합니다. 크기를 줄이거나 나중에 다시 시도하세요: {}"}},
    {ErrorKind::unavailable,
     "unavailable",
     8,
     503,
     {"A service that this needs does not answer: {}", "Не отвечает служба, без которой не обойтись: {}",
      "필요한 서비스가 응답하지 않습니다: {}"}},
    {ErrorKind::not_installed,
     "not_installed",
     8,
     501,
     {"This needs a part that is not installed: {}", "Для этого нужен компонент, который не установлен: {}",
      "필요한 구성 요소가 설치되어 있지 않습니다: {}"}},
    {ErrorKind::timed_out,
     "timed_out",
     10,
     504,
     {"It took longer than allowed: {}", "Время ожидания истекло: {}", "제한 시간을 넘겼습니다: {}"}},
    {ErrorKind::too_large,
     "too_large",
     2,
     413,
     {"This is over the limit: {}", "Превышено ограничение: {}", "한도를 넘었습니다: {}"}},
    {ErrorKind::out_of_disk,
     "out_of_disk",
     7,
     507,
     {"The disk is full: {}", "На диске не осталось места: {}", "디스크 공간이 부족합니다: {}"}},
    {ErrorKind::unauthenticated,
     "unauthenticated",
     4,
     401,
     {"A key is needed here: {}", "Здесь нужен ключ доступа: {}", "액세스 키가 필요합니다: {}"}},
    {ErrorKind::corrupt,
     "corrupt",
     9,
     500,
     {"Something that is kept here is damaged: {}", "Хранимые здесь данные повреждены: {}",
      "여기에 보관된 것이 손상되었습니다: {}"}},
    {ErrorKind::cancelled,
     "cancelled",
     130,
     409,
     {"Stopped, as you asked: {}", "Остановлено по вашей просьбе: {}", "요청대로 중지했습니다: {}"}},
    {ErrorKind::internal,
     "internal",
     70,
     500,
     {"This is our mistake: {}", "Это наша ошибка: {}", "프로그램 내부 오류입니다: {}"}},
};

}  // namespace

std::span<const ErrorRow> error_rows() {
  return rows;
}

const ErrorRow& error_row(ErrorKind kind) {
  return rows[static_cast<int>(kind)];
}

}  // namespace atelier
