// The description of the interface, read by the sidecar's Swagger UI from our own address.
const place = document.getElementById("api-docs");

place.setAttribute("aria-busy", "true");
window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: false,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  onComplete: () => place.removeAttribute("aria-busy"),
});
