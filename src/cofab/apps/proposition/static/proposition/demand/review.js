// A click on a face puts its number among the faces of the remark; a second click takes it out again.
document.addEventListener("cofab:face", (event) => {
  const field = document.querySelector("[data-picked]");
  if (!field) return;
  const faces = new Set(field.value.split(/[\s,]+/).filter(Boolean));
  const face = String(event.detail.face);
  if (!faces.delete(face)) faces.add(face);
  field.value = [...faces].join(" ");
});
