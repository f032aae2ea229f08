/// Shown in the header, the footer and every title.
pub const NAME: &str = "Service de démonstration";

/// What the service is for, in a line under its name.
pub const TAGLINE: &str = "Un modèle de service public avec ProConnect";

/// Where agents ask for help: a placeholder, until a team writes its own address here.
pub const CONTACT_EMAIL: &str = "equipe@service.example";
