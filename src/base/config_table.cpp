#include <array>

#include "base/config.h"

namespace atelier {

namespace {

using Names = std::string_view;

constexpr Names lang_variables[] = {"ATELIER_LANG"};
constexpr Names threads_variables[] = {"ATELIER_THREADS"};
constexpr Names log_variables[] = {"ATELIER_LOG"};
constexpr Names recipe_variables[] = {"ATELIER_RECIPE"};
constexpr Names cache_variables[] = {"ATELIER_CACHE_MB"};
constexpr Names store_variables[] = {"ATELIER_STORE"};
constexpr Names home_variables[] = {"ATELIER_HOME"};
// The hub's own name first, then the ecosystem's spellings from the most to the least specific.
constexpr Names hf_variables[] = {"HF_TOKEN",
                                  "HF_API_TOKEN",
                                  "HUGGING_FACE_HUB_TOKEN",
                                  "HUGGINGFACEHUB_API_TOKEN",
                                  "HUGGINGFACE_API_TOKEN",
                                  "HUGGING_FACE_API_TOKEN",
                                  "HF_API_KEY"};
constexpr Names replicate_variables[] = {"REPLICATE_API_TOKEN"};
constexpr Names runway_variables[] = {"RUNWAY_API_TOKEN", "RUNWAYML_API_SECRET"};
constexpr Names openai_variables[] = {"OPENAI_API_KEY"};

constexpr Names langs[] = {"auto", "en", "ru", "ko"};
constexpr Names log_levels[] = {"trace", "debug", "info", "warning", "error", "off"};
constexpr Names recipes[] = {"full", "minimal", "none"};

constexpr ConfigKey keys[] = {
    {"lang",
     lang_variables,
     "auto",
     {"language of messages; auto: that of the system", "язык сообщений; auto: язык системы",
      "메시지 언어; auto: 시스템 언어"},
     FieldType::text,
     {},
     langs},
    {"threads",
     threads_variables,
     "0",
     {"processor threads; 0: one for each core", "потоки процессора; 0: по одному на ядро",
      "프로세서 스레드 수; 0: 코어마다 하나"},
     FieldType::integer,
     Range{0, 1024}},
    {"log_level",
     log_variables,
     "warning",
     {"how much the log says", "подробность журнала", "로그 상세도"},
     FieldType::text,
     {},
     log_levels},
    {"recipe",
     recipe_variables,
     "full",
     {"what is written into pictures about how they were made", "что записывать в изображения о том, как они сделаны",
      "제작 과정을 이미지에 얼마나 기록할지"},
     FieldType::text,
     {},
     recipes},
    {"cache_mb",
     cache_variables,
     "2048",
     {"MiB of finished results that are kept for equal requests; 0: none",
      "сколько МиБ готовых результатов хранить для одинаковых запросов; 0: не хранить",
      "같은 요청을 위해 보관할 결과의 용량(MiB); 0: 보관하지 않음"},
     FieldType::integer,
     Range{0, 1048576}},
    {"home",
     home_variables,
     "",
     {"folder for everything atelier keeps; empty: the XDG folders", "папка для всех данных atelier; пусто: папки XDG",
      "atelier의 모든 데이터를 둘 폴더; 비우면 XDG 폴더"}},
    {"store",
     store_variables,
     "",
     {"where jobs are kept: sqlite:PATH or postgresql://user@host/name; empty: a file in the data folder",
      "где хранить задания: sqlite:ПУТЬ или postgresql://user@host/name; пусто: файл в папке данных",
      "작업을 보관할 곳: sqlite:경로 또는 postgresql://user@host/name; 비우면 데이터 폴더의 파일"}},
    {"hf_token",
     hf_variables,
     "",
     {"Hugging Face token", "токен Hugging Face", "Hugging Face 토큰"},
     FieldType::text,
     {},
     {},
     true},
    {"replicate_token",
     replicate_variables,
     "",
     {"Replicate token", "токен Replicate", "Replicate 토큰"},
     FieldType::text,
     {},
     {},
     true},
    {"runway_token",
     runway_variables,
     "",
     {"Runway token", "токен Runway", "Runway 토큰"},
     FieldType::text,
     {},
     {},
     true},
    {"openai_key", openai_variables, "", {"OpenAI key", "ключ OpenAI", "OpenAI 키"}, FieldType::text, {}, {}, true},
};

}  // namespace

std::span<const ConfigKey> config_keys() {
  return keys;
}

}  // namespace atelier
