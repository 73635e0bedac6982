#include "jobs/kind.h"
#include "jobs/kinds/texture.h"

namespace atelier {

namespace {

constexpr JobKind rows[] = {
    {"texture",
     {"weave a fabric as a seamless material set and a photograph", "соткать ткань: бесшовный набор карт и фотография",
      "이음매 없는 직물 맵 세트와 사진을 만듭니다"},
     Needs::nothing,
     fields_of<TextureJob>,
     run_texture,
     texture_folder_name,
     replay_texture,
     texture_request_key,
     answers_texture,
     adopt_texture,
     texture_details,
     texture_examples},
};

}  // namespace

std::span<const JobKind> job_kinds() {
  return rows;
}

const JobKind* find_job_kind(std::string_view name) {
  for (const JobKind& kind : rows) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

}  // namespace atelier
