(selector, place, fields) => {
  const element = document.querySelectorAll(selector)[place];
  if (!element) return false;
  const around = element.closest("a, form");
  // In another window, the suite would not see the next page.
  around?.removeAttribute("target");
  if (around?.tagName !== "FORM" || (element !== around && fields.length === 0)) {
    element.click();
    return true;
  }
  const submit = (form, button) => HTMLFormElement.prototype.requestSubmit.call(form, button);
  const controls = [...around.elements];
  if (fields.length === 0) {
    const button = controls.find((control) => control.type === "submit" && !control.disabled);
    if (button) button.click();
    else submit(around);
    return true;
  }
  const names = fields.map(([name]) => name);
  controls.filter((control) => names.includes(control.name)).forEach((control) => control.removeAttribute("name"));
  for (const [name, value] of fields) {
    around.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  around.noValidate = true;
  submit(around);
  return true;
}
