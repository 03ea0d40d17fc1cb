// Brings the islands of this page to life. A page without islands loads neither the script nor the wasm.
(async (scriptUrl, wasmUrl) => {
  if (!document.querySelector("leptos-island")) return;
  const wasm = fetch(wasmUrl);
  const site = await import(scriptUrl);
  await site.default({ module_or_path: wasm });
  site.hydrate();

  // Islands start in document order, an outer one before those inside it: a parent hands its reactive owner to the
  // islands among its children through a callback that it leaves on its <leptos-children> element.
  const start = (element, handOver) => {
    let next = handOver;
    if (element.localName === "leptos-island") {
      handOver?.();
      const island = site[element.dataset.component];
      if (island) island(element);
      else console.warn("unknown island", element.dataset.component);
    } else if (element.localName === "leptos-children") {
      next = element.$$on_hydrate;
    }
    for (const child of element.children) start(child, next);
  };
  start(document.body);
  document.documentElement.dataset.islands = "ready";
})
