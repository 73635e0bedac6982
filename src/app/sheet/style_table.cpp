#include "app/sheet/style.h"

namespace atelier {

const std::string_view sheet_style = R"CSS(
:root { color-scheme: light dark; --paper: #f6f4ef; --card: #fffdf9; --ink: #26231f; --quiet: #746d63; --line: #dfd9ce; --mat: #ebe7df; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #151412; --card: #1d1b18; --ink: #ece7dd; --quiet: #9d958a; --line: #35312b; --mat: #262320; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans KR", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: clamp(20px, 4vw, 56px); }
h1, h2 { font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", "Noto Serif KR", Georgia, serif; font-weight: 500; letter-spacing: -.01em; line-height: 1.15; margin: 0; }
h1 { font-size: clamp(2rem, 4.6vw, 3.25rem); }
header p { max-width: 62ch; color: var(--quiet); margin: .9rem 0 0; }
nav { display: flex; flex-wrap: wrap; gap: .35rem 1.4rem; margin: 1.6rem 0 0; padding: .9rem 0; border-block: 1px solid var(--line); font-size: .92rem; }
nav a { color: inherit; text-decoration: none; border-bottom: 1px solid transparent; }
nav a:hover, nav a:focus-visible { border-color: currentColor; }
article { padding: clamp(36px, 6vw, 76px) 0 0; scroll-margin-top: 0; }
article > .pair { display: grid; grid-template-columns: minmax(0, 1.62fr) minmax(0, 1fr); gap: clamp(18px, 2.6vw, 36px); align-items: start; }
h2 { font-size: clamp(1.5rem, 2.6vw, 2.05rem); }
.wish { color: var(--quiet); margin: .35rem 0 1.3rem; }
figure { margin: 0; }
img { display: block; width: 100%; height: auto; background: var(--mat); }
figcaption { font-size: .82rem; color: var(--quiet); margin-top: .45rem; }
.photo { position: relative; }
.photo img { border-radius: 3px; }
.bar { position: absolute; left: 14px; bottom: 14px; height: 26px; background: #141210b8; border-radius: 2px 2px 0 0; border-bottom: 3px solid #fff; }
.bar b { position: absolute; inset: 0; display: grid; place-items: center; font: 600 .78rem/1 system-ui, sans-serif; color: #fff; white-space: nowrap; }
.frame { position: relative; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0; margin: 0 0 1.4rem; font-size: .94rem; }
dt, dd { padding: .42rem 0; margin: 0; border-top: 1px solid var(--line); }
dt { color: var(--quiet); padding-right: 1.2rem; }
dd { text-align: right; font-variant-numeric: tabular-nums; }
.tiled img { aspect-ratio: 1; border-radius: 3px; }
.maps { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 12px 10px; margin-top: clamp(14px, 1.6vw, 22px); }
.maps img { aspect-ratio: 1; border-radius: 2px; }
.maps figcaption { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .74rem; }
pre { margin: clamp(16px, 2vw, 24px) 0 0; padding: .85rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 4px; font: .84rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }
footer { margin-top: clamp(40px, 7vw, 88px); padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .86rem; max-width: none; }
@media (max-width: 780px) {
  article > .pair { display: flex; flex-direction: column; align-items: stretch; gap: 18px; }
  .pictures, .words { display: contents; }
  .head { order: 1; } .photo { order: 2; } .tiled { order: 3; } .maps { order: 4; margin-top: 0; }
  .maps { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 10px 8px; }
  dl { margin-bottom: 0; }
}
@media print { article { break-inside: avoid; } pre, nav { display: none; } }
)CSS";

}  // namespace atelier
