/// What the pages of case studies have beside the style sheet of all pages.
enum EventStylesheet {
  static let text = """
    :root{--obs:#111;--q0:#e8eef4;--q1:#cfdbe8;--q2:#f3e3a4;--q3:#f5c35c;--q4:#ee9431;--q5:#d95f1e;--q6:#ad2f21;--q7:#6b1030;
    --hit:#00795c;--miss:#b3261e;--false:#e0a100;--none:#c6cdd4}
    @media (prefers-color-scheme:dark){:root{--obs:#fff;--q0:#222b33;--q1:#33414e;--q2:#5b5326;--q3:#8a6a1c;--q4:#bd7420;
    --q5:#e07b35;--q6:#f0906b;--q7:#ffc2b0;--hit:#3fc09a;--miss:#ff7b6e;--false:#e0b32e;--none:#4a545e}}
    .q0{fill:var(--q0)}.q1{fill:var(--q1)}.q2{fill:var(--q2)}.q3{fill:var(--q3)}.q4{fill:var(--q4)}.q5{fill:var(--q5)}
    .q6{fill:var(--q6)}.q7{fill:var(--q7)}
    .hit{fill:var(--hit)}.miss{fill:var(--miss)}.false{fill:var(--false)}.none{fill:var(--none)}
    .cell{stroke:none}.station.beyond{stroke-width:1.6;stroke-opacity:1}
    .cross{fill:none;stroke:var(--ink);stroke-width:2}.cross.halo{stroke:var(--paper);stroke-width:5}
    .obs{stroke:var(--obs)}.line.obs{stroke-width:2.4}.mark.obs{fill:var(--obs);stroke:none}
    .level{stroke-width:1.2;stroke-dasharray:6 4}.level.limit{stroke:var(--poor)}
    svg text.over{paint-order:stroke;stroke:var(--paper);stroke-width:3px}
    .tight th,.tight td{padding-right:9px}.tight tbody th[scope=row]{padding-left:0}
    .bar{stroke-width:4;opacity:.35}.dashed{stroke-dasharray:2 3}
    .panels.wide{grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr))}
    .mapgrid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr));gap:20px 24px}
    .map svg text{font-size:12px}
    @media print{.mapgrid{grid-template-columns:1fr 1fr}}
    """
}
