// Starts what every page needs; each part looks for its own data attributes and does nothing without them.
import "./keys.js";
import "./live.js";
import "./ask.js";
import "./toast.js";
import "./forms.js";
import "./offline.js";
import "./cards.js";
import "./parts.js";
