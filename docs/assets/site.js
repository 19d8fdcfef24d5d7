// Tables that are wider than the page scroll by keyboard too, and what opens the search has a name.
document$.subscribe(() => {
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) wrap.tabIndex = 0;
  document.querySelector("#__search")?.setAttribute("aria-label", "Search");
  document.querySelector("#__drawer")?.setAttribute("aria-label", "Navigation");
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
});
