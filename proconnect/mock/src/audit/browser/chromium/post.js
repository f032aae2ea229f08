(action, fields) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action });
  for (const [name, value] of fields) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
  return true;
}
