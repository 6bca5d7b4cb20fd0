// Which type is your municipality? Looks the chosen goals up in the model of the page and shows what
// is written there. Nothing is sent or kept.
(function () {
  "use strict";
  var check = document.querySelector(".typ-check");
  if (!check) return;

  var model = JSON.parse(check.querySelector(".typ-check-modell").textContent);
  var words = JSON.parse(check.querySelector(".typ-check-worte").textContent);
  var form = check.querySelector(".typ-check-form");
  var boxes = Array.from(form.querySelectorAll("input"));
  var state = form.querySelector(".typ-check-stand");
  var result = check.querySelector(".typ-check-ergebnis");
  var summary = result.querySelector(".typ-check-kurz");
  var details = result.querySelector(".typ-check-mehr");
  var types = Array.from(result.querySelectorAll(".typ-check-typ"));
  var most = model.max_choices || boxes.length;
  var SPACE = "\u202f";

  function chosen() {
    return boxes.filter(function (box) { return box.checked; }).map(function (box) { return Number(box.value); });
  }

  function titled(name) {
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  function say(sentence, values) {
    return words[sentence].replace(/{(\w+)}/g, function (gap, name) { return values[name]; });
  }

  function goals(places) {
    var names = places.map(function (place) { return say("quoted", { goal: model.goals[place].name }); });
    var last = names.pop();
    return names.length ? say("pair", { first: names.join(", "), last: last }) : last;
  }

  function percent(answer) {
    return answer[2] + SPACE + "%";
  }

  function reasons(answer) {
    var present = answer[4], absent = answer[5];
    var own = present.length > 1 ? "goals" : "goal";
    var sentence = present.length && absent.length ? own + "_and_absent" : own;
    if (!present.length) sentence = absent.length ? "absent" : "nothing_decided";
    return say(sentence, { present: goals(present), absent: goals(absent) });
  }

  function showState(count) {
    var sentence = count === 0 ? "none_chosen" : count === most ? "all_chosen" : "chosen";
    state.textContent = say(sentence, { count: count });
    boxes.forEach(function (box) {
      if (count >= most && !box.checked) box.setAttribute("aria-disabled", "true");
      else box.removeAttribute("aria-disabled");
    });
  }

  function showSecond(place) {
    var cell = result.querySelector(".typ-check-zweiter");
    var link = types[place].querySelector("a");
    cell.textContent = link ? "" : titled(model.types[place].name);
    if (!link) return;
    var copy = document.createElement("a");
    copy.href = link.getAttribute("href");
    copy.textContent = titled(model.types[place].name);
    cell.append(copy);
  }

  function showResult(places) {
    var answer = model.answers[places.join(" ")];
    details.hidden = !answer;
    if (!answer) {
      summary.textContent = "";
      return;
    }
    types.forEach(function (type, place) { type.hidden = place !== answer[0]; });
    summary.textContent = say(answer[3] ? "nearest_mixed" : "nearest_clear", {
      type: titled(model.types[answer[0]].name), percent: percent(answer),
    });
    result.querySelector(".typ-check-sicherheit").textContent =
      say(answer[3] ? "mixed" : "clear", { percent: percent(answer) });
    result.querySelector(".typ-check-entschieden").textContent =
      say(answer[4].length + Math.min(answer[5].length, 1) > 1 ? "many_decided" : "one_decided", {});
    result.querySelector(".typ-check-gruende").textContent = reasons(answer);
    result.querySelector(".typ-check-auswahl").textContent = goals(places);
    showSecond(answer[1]);
  }

  function update() {
    var places = chosen();
    showState(places.length);
    showResult(places);
  }

  form.addEventListener("click", function (event) {
    if (!event.target.matches("input[aria-disabled]")) return;
    event.preventDefault();
    // Said anew, so that a screen reader says it again.
    state.textContent = "";
    setTimeout(function () { showState(chosen().length); }, 50);
  });
  form.addEventListener("change", update);
  form.addEventListener("reset", function () {
    setTimeout(function () { update(); boxes[0].focus(); });
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  result.querySelector(".typ-check-drucken").addEventListener("click", function () { window.print(); });
  // A browser that comes back to the page may have kept the ticks.
  window.addEventListener("pageshow", update);

  check.querySelector(".typ-check-ohne").hidden = true;
  form.hidden = false;
  result.hidden = false;
  update();
})();
