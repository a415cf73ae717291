/// The one style sheet of the page and its pictures.
enum Stylesheet {
  /// That of a picture by itself: its rules alone, with the light colours written out, since many programs that draw SVG
  /// know no variables.
  static let standalone: String = {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ")
    let root = lines.split(separator: "}", maxSplits: 1)[0].split(separator: "{", maxSplits: 1)
    let colours = root.count < 2 ? [] : root[1].split(separator: ";").map { $0.split(separator: ":", maxSplits: 1) }
    let start = lines.firstRange(of: "svg text{")?.lowerBound ?? lines.startIndex
    let end = lines.firstRange(of: ".card{")?.lowerBound ?? lines.endIndex
    var rules =
      "svg{font-family:system-ui,\"Segoe UI\",Roboto,\"Helvetica Neue\",\"Noto Sans\",\"DejaVu Sans\",sans-serif}"
      + lines[start..<end]
    for colour in colours where colour.count == 2 {
      rules = rules.replacing("var(\(colour[0].trimmed))", with: String(colour[1]))
    }
    return rules
  }()

  static let text = """
    :root{--paper:#fff;--ink:#16202b;--muted:#5a6673;--rule:#ccd3da;--grid:#e7ebef;--wash:#f5f7f9;--link:#0b5fa5;
    --base:#4a535c;--s0:#0b6fb8;--s1:#c4500a;--s2:#00795c;--s3:#9a3d84;--s4:#8a6a00;--s5:#3b49b0;
    --good:#0b6b4f;--poor:#a83a08;
    --c0:#123f7a;--c1:#3677b4;--c2:#7fb1d8;--c3:#c5dcee;--c4:#f8dcc6;--c5:#eea873;--c6:#d06a2c;--c7:#8c3508;
    --k0:#1f5c9e;--k1:#7fb1d8;--k2:#b4d2ea;--k3:#e1edf6;--k4:#fbeadd;--k5:#f5cba8;--k6:#ea9f63;--k7:#a8480f;
    --on-strong:#fff}
    @media (prefers-color-scheme:dark){:root{--paper:#12171c;--ink:#e6eaee;--muted:#9aa6b2;--rule:#3a444e;--grid:#262e36;
    --wash:#1a2128;--link:#7dbbf0;--base:#aab4be;--s0:#59b0f0;--s1:#f08a4b;--s2:#3fc09a;--s3:#d98ac6;--s4:#d4b03c;
    --s5:#98a4ff;--good:#56c9a0;--poor:#f0936a;
    --c0:#8ecbff;--c1:#4f97d8;--c2:#336a9c;--c3:#2a4a66;--c4:#5e4030;--c5:#9a5c34;--c6:#d98442;--c7:#ffb985;
    --k0:#8ecbff;--k1:#2f6ca6;--k2:#24527d;--k3:#1d3549;--k4:#3d2a1f;--k5:#6b3f22;--k6:#94561f;--k7:#ffb985;
    --on-strong:#12171c}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0 auto;max-width:1240px;padding:0 clamp(16px,3vw,40px) 64px;background:var(--paper);color:var(--ink);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",sans-serif}
    h1,h2,h3{line-height:1.2;font-weight:650;overflow-wrap:anywhere}
    h1{font-size:clamp(1.35rem,1rem + 1.6vw,2rem);margin:40px 0 8px}
    h2{font-size:1.3rem;margin:56px 0 8px;padding-top:12px;border-top:2px solid var(--ink)}
    h3{font-size:1.05rem;margin:28px 0 8px}
    h3::first-letter,summary::first-letter,.variable::first-letter{text-transform:uppercase}
    p{margin:8px 0;max-width:76ch}
    a{color:var(--link)}
    .verdict{font-size:clamp(1.15rem,1rem + .8vw,1.5rem);line-height:1.35;margin:8px 0 12px;max-width:60ch}
    .findings,.systems,.notes{margin:8px 0;padding:0 0 0 1.1em}
    .findings li{max-width:90ch;margin:4px 0}
    .systems,.notes{list-style:none;padding:0;font-size:.9rem}
    .systems{margin-top:20px}
    .systems li{overflow-wrap:anywhere;margin:2px 0}
    .notes,.muted{color:var(--muted)}
    nav{display:flex;flex-wrap:wrap;gap:4px 18px;margin-top:24px;font-size:.9rem}
    .scroll{overflow-x:auto;margin:12px 0}
    table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;line-height:1.35}
    th,td{padding:4px 14px 4px 0;text-align:left;vertical-align:baseline;font-weight:400}
    thead th{color:var(--muted);border-bottom:1px solid var(--rule);vertical-align:bottom}
    tbody th[scope=row]{padding-left:14px;white-space:nowrap}
    .group{font-weight:650;padding-top:14px}
    tbody tr:not(:first-child)>*{border-top:1px solid var(--grid)}
    .num{text-align:right;white-space:nowrap}
    th[scope=colgroup].num{text-align:center}
    .interval{color:var(--muted);white-space:nowrap;padding-right:26px}
    .limits{display:block;color:var(--muted);font-weight:400;font-size:.86em}
    .better{color:var(--good);font-weight:650;white-space:nowrap}
    .worse{color:var(--poor);font-weight:650;white-space:nowrap}
    abbr{text-decoration:none}
    td{white-space:nowrap}td.finding{white-space:normal;min-width:15ch}
    .provenance td{white-space:normal}.provenance th[scope=row]{padding-left:0;color:var(--muted);white-space:normal}
    .fact{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.85em;overflow-wrap:anywhere}
    .panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:20px 28px}
    .maps{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:20px 28px}
    .maps figure{max-width:760px}
    figure{margin:0;min-width:0}
    figcaption{font-size:.88rem;line-height:1.4;margin-bottom:4px;overflow-wrap:anywhere}
    .legend{display:flex;flex-wrap:wrap;gap:0 14px;color:var(--ink);font-size:.82rem}
    svg{display:block;width:100%;height:auto;overflow:visible}
    .key{display:inline-block;width:30px;height:12px;margin-right:6px;vertical-align:-1px}
    svg text{font-size:11px;fill:var(--muted);font-variant-numeric:tabular-nums}
    .map svg text{font-size:12px}
    .grid{stroke:var(--grid)}.rule{stroke:var(--rule)}.zero{stroke:var(--ink);stroke-width:1.2}
    .line{fill:none;stroke-width:1.8;stroke-linejoin:round}
    .band{stroke:none;opacity:.16}
    .mark{stroke:none}.open{fill:var(--paper);stroke-width:1.4}
    .line.base{stroke-dasharray:5 3}.line.thin{stroke-width:1;opacity:.6}.line.dashed{stroke-dasharray:4 3}
    .guide{stroke:var(--muted);stroke-width:.8;opacity:.8}.line.grid,.line.rule{stroke-width:1}
    .wash{fill:var(--muted);opacity:.1}.observed{stroke:var(--ink)}.mark.observed{fill:var(--ink)}
    svg text.note{font-size:10px;paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}svg text.heading{font-size:13px;font-weight:650;fill:var(--ink)}
    svg text.key{font-size:12px;fill:var(--ink)}.paper{fill:var(--paper)}
    .base{stroke:var(--base)}.s0{stroke:var(--s0)}.s1{stroke:var(--s1)}.s2{stroke:var(--s2)}.s3{stroke:var(--s3)}
    .s4{stroke:var(--s4)}.s5{stroke:var(--s5)}
    .mark.base,.band.base{fill:var(--base)}.mark.s0,.band.s0{fill:var(--s0)}.mark.s1,.band.s1{fill:var(--s1)}
    .mark.s2,.band.s2{fill:var(--s2)}.mark.s3,.band.s3{fill:var(--s3)}.mark.s4,.band.s4{fill:var(--s4)}
    .mark.s5,.band.s5{fill:var(--s5)}
    .sea{fill:var(--wash);stroke:var(--rule)}.coast{fill:none;stroke:var(--muted);stroke-width:.7;stroke-linejoin:round}
    .graticule{fill:none;stroke:var(--rule);stroke-width:.6}
    .station{stroke:var(--ink);stroke-opacity:.55;stroke-width:.5}
    .ring{fill:none;stroke:var(--ink);stroke-width:1.4}
    .c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}
    .c4{fill:var(--c4)}.c5{fill:var(--c5)}.c6{fill:var(--c6)}.c7{fill:var(--c7)}
    .card{--cell:52px}.card.tight{--cell:22px}
    .card thead th{padding:4px 2px;text-align:center}.card td{padding:0;min-width:var(--cell);text-align:center;
    border:1px solid var(--paper)}.card tbody tr:not(:first-child)>td{border-top:1px solid var(--paper)}
    .card tbody tr:first-child th{padding-top:12px}
    .card label{display:block;position:relative;padding:3px 2px;font-size:.78rem;min-height:1.5em}
    .card input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
    .card input:focus-visible{opacity:1;appearance:none;-webkit-appearance:none;outline:2px solid var(--ink);
    outline-offset:-2px;background:none}
    .card .mark{font-size:.72rem;margin-right:2px}
    .card.tight .value,.card .tip{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
    white-space:nowrap}
    .card label:hover .tip,.card input:focus~.tip{position:fixed;left:0;right:0;bottom:0;width:auto;height:auto;
    overflow:visible;clip-path:none;white-space:normal;text-align:left;padding:10px clamp(16px,3vw,40px);
    background:var(--ink);color:var(--paper);font-size:.9rem;line-height:1.4;z-index:1}
    .card label:hover .tip{z-index:2}
    .k0{background:var(--k0)}.k1{background:var(--k1)}.k2{background:var(--k2)}.k3{background:var(--k3)}
    .k4{background:var(--k4)}.k5{background:var(--k5)}.k6{background:var(--k6)}.k7{background:var(--k7)}
    .k0,.k7{color:var(--on-strong)}
    .swatches{list-style:none;display:flex;flex-wrap:wrap;gap:2px 14px;padding:0;margin:8px 0;font-size:.82rem}
    .swatches span{display:inline-block;width:14px;height:12px;margin-right:5px;vertical-align:-1px}
    a.score{color:inherit;text-decoration:underline dotted;text-underline-offset:3px}
    :target{scroll-margin-top:12px;background:var(--wash)}
    details{margin:12px 0}summary{cursor:pointer}
    dl{margin:12px 0}dt{margin-top:16px}dd{margin:2px 0 0 14px;font-size:.9rem}dd p{margin:2px 0}
    .formula{font-family:"STIX Two Text",Cambria,Georgia,serif;font-size:1.05rem}
    code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.85em}
    pre{overflow-x:auto;background:var(--wash);padding:14px 16px;line-height:1.45;border-left:2px solid var(--rule)}
    @media (max-width:600px){.map svg text{font-size:19px}}
    @media print{.card .tip{display:none}:root{--paper:#fff;--ink:#000;--muted:#444;--rule:#999;--grid:#ddd;--wash:#fff}
    body{max-width:none;padding:0;font-size:10pt}nav{display:none}.scroll{overflow:visible}
    figure,tr,dd{break-inside:avoid}h2,h3{break-after:avoid}
    .panels{grid-template-columns:1fr 1fr}pre{white-space:pre-wrap}}
    """
}

extension Substring {
  /// Without blanks at its ends.
  fileprivate var trimmed: Substring {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
