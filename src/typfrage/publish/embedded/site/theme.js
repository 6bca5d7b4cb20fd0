// Before the first paint: the reader's choice of colours, and whether scripts run at all.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var chosen = localStorage.getItem("typfrage-theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch (error) {
    // A browser that keeps nothing follows the system.
  }
})();
