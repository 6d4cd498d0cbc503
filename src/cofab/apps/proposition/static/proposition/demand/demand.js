// The page of a demand: where somebody else was faster (409), the page shows the newest state and says so.
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 409) window.htmx.ajax("GET", location.href, { source: ".d-demand", swap: "none" });
});
