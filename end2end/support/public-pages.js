/** The pages that are open to whoever comes. */
export const publicPages = [
  "/",
  "/connexion",
  "/contact",
  "/plan-du-site",
  "/accessibilite",
  "/mentions-legales",
  "/donnees-personnelles",
  "/cookies",
];
