// Bigger parts are loaded only on pages that hold them.
import { all, ready } from "./ready.js";
const PARTS = { "[data-calendar]": "./calendar.js", "[data-weights]": "./weights.js", "[data-plan-host]": "./plans.js", "[data-drag-form]": "./drag.js", "[data-map]": "./map.js", "[data-part]": "./part.js" };

ready((root) => Object.entries(PARTS).forEach(([selector, file]) => {
  const found = all(root, selector);
  if (found.length) import(file).then((module) => found.forEach(module.start));
}));
