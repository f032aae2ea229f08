//! The texts of the refusals. `docs/refusals.md` quotes them, and a test fails when it is stale; after a
//! change here, write it anew: `UPDATE_DOCS=1 cargo test -p app --features ssr --test documents`.

use super::explanation::{
    Explanation,
    NextStep::{AskAgain, BackHome, ChangeAccount, StartAgain},
};
use crate::components::severity::Severity;

/// Completes each text below with what most of them share.
const FAULT: Explanation = Explanation {
    title: "",
    what_happened: "",
    what_to_do: "",
    contact: "Si le problème continue, écrivez à l’équipe du service en citant la référence de cette page.",
    severity: Severity::Error,
    at_proconnect: false,
    next_steps: &[BackHome],
};

pub const CROSS_ORIGIN: Explanation = Explanation {
    title: "Demande refusée",
    what_happened: "Une autre page que les nôtres a tenté d’agir en votre nom. Par sécurité, la demande n’a pas été exécutée.",
    what_to_do: "Revenez à l’accueil et refaites l’action depuis les pages de ce service.",
    ..FAULT
};

pub const ACTION_NEEDS_MFA: Explanation = Explanation {
    title: "Cette action demande une double authentification",
    what_happened: "Votre session est ouverte, mais sans la double authentification que cette action demande. L’action n’a pas été exécutée.",
    what_to_do: "Revenez à l’accueil et ouvrez de nouveau la page d’où vous venez\u{a0}: elle vous proposera de confirmer votre identité. Puis refaites l’action.",
    ..FAULT
};

pub const TOO_MANY_REQUESTS: Explanation = Explanation {
    title: "Trop de connexions viennent d’échouer",
    what_happened: "Pour protéger ProConnect, ce service n’essaie pour l’instant que peu de nouvelles connexions. Votre compte n’est pas en cause.",
    what_to_do: "Patientez une minute, puis recommencez.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const MALFORMED_FORM: Explanation = Explanation {
    title: "Le formulaire reçu est incomplet ou modifié",
    what_happened: "Ce service n’a pas reconnu le formulaire envoyé\u{a0}: un champ manque ou n’est pas de la forme attendue. Rien n’a été enregistré.",
    what_to_do: "Revenez à l’accueil, ouvrez de nouveau la page du formulaire, puis envoyez-le depuis cette page.",
    ..FAULT
};

pub const OTHER_AGENT: Explanation = Explanation {
    title: "Vous avez changé de compte entre-temps",
    what_happened: "Ce formulaire avait été ouvert avec un autre compte, ou pour une autre organisation, que ceux de la session en cours. Il n’a pas été traité.",
    what_to_do: "Vérifiez en haut de la page quel compte est connecté, revenez à l’accueil, puis remplissez le formulaire de nouveau.",
    ..FAULT
};

pub const NO_ANSWER: Explanation = Explanation {
    title: "ProConnect ne répond pas",
    what_happened: "Ce service n’arrive pas à joindre ProConnect, qui vérifie votre identité. Ni votre compte ni votre poste ne sont en cause.",
    what_to_do: "Patientez quelques minutes, puis recommencez.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const ISSUER_FAULT: Explanation = Explanation {
    title: "ProConnect rencontre un problème",
    what_happened: "ProConnect, qui vérifie votre identité, n’a pas pu terminer votre connexion. Ni votre compte ni votre poste ne sont en cause.",
    what_to_do: "Patientez quelques minutes, puis recommencez.",
    at_proconnect: true,
    next_steps: &[StartAgain],
    ..FAULT
};

pub const MISCONFIGURED: Explanation = Explanation {
    title: "Ce service est mal relié à ProConnect",
    what_happened: "Un réglage entre ce service et ProConnect est incorrect. Votre compte n’est pas en cause.",
    what_to_do: "Recommencer n’y changera rien\u{a0}: l’équipe du service doit corriger ce réglage.",
    contact: "Prévenez l’équipe du service en citant la référence de cette page.",
    ..FAULT
};

pub const ATTEMPT_UNKNOWN: Explanation = Explanation {
    title: "Cette connexion n’a pas commencé ici",
    what_happened: "La réponse de ProConnect ne correspond à aucune connexion commencée dans ce navigateur, ou les cookies de ce service ont été effacés entre-temps.",
    what_to_do: "Recommencez en gardant le même navigateur du début à la fin, cookies acceptés.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const ATTEMPT_EXPIRED: Explanation = Explanation {
    title: "La connexion a pris trop de temps",
    what_happened: "Pour votre sécurité, une connexion doit s’achever en quelques minutes. Celle-ci n’est plus valable.",
    what_to_do: "Recommencez\u{a0}: il suffit en général de quelques secondes.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const ATTEMPT_GAVE_WAY: Explanation = Explanation {
    title: "Cette connexion a laissé la place à une autre",
    what_happened: "Plusieurs connexions ont été commencées dans ce navigateur, et il ne peut en garder qu’un petit nombre\u{a0}: la plus ancienne, celle-ci, a laissé la place aux suivantes.",
    what_to_do: "Terminez l’une des connexions commencées depuis, ou recommencez celle-ci.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const ATTEMPT_ALREADY_USED: Explanation = Explanation {
    title: "Cette connexion a déjà servi",
    what_happened: "La page de retour de ProConnect a été chargée une seconde fois, et une connexion ne sert qu’une fois.",
    what_to_do: "Revenez à l’accueil\u{a0}: votre session y est peut-être déjà ouverte. Sinon, recommencez.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const ACCESS_DENIED: Explanation = Explanation {
    title: "Connexion refusée par ProConnect",
    what_happened: "ProConnect n’a pas accepté cette connexion\u{a0}: le compte choisi ne donne peut-être pas accès à ce service.",
    what_to_do: "Si vous avez plusieurs adresses professionnelles, essayez avec une autre. Vous pouvez aussi réessayer avec le même compte.",
    contact: "Le service informatique de votre organisation connaît l’état de votre compte\u{a0}; l’équipe du service sait qui peut y entrer.",
    at_proconnect: true,
    next_steps: &[ChangeAccount, StartAgain],
    ..FAULT
};

pub const CANCELLED: Explanation = Explanation {
    title: "Vous avez interrompu la connexion",
    what_happened: "La connexion n’est pas allée jusqu’au bout chez ProConnect. Rien n’a changé ici.",
    what_to_do: "Vous pouvez la reprendre quand vous voulez\u{a0}: vous reviendrez à la page demandée.",
    contact: "Si vous avez interrompu la connexion parce que ProConnect affichait une erreur, son centre d’aide en connaît les causes\u{a0}: copiez le code et l’identifiant qui étaient affichés.",
    severity: Severity::Info,
    at_proconnect: true,
    next_steps: &[StartAgain, ChangeAccount],
};

pub const INVALID_IDENTITY: Explanation = Explanation {
    title: "Ce compte n’a pas accès à ce service",
    what_happened: "ProConnect n’a pas accepté ce compte\u{a0}: soit il l’a bloqué, soit ce service est réservé au secteur public et votre organisation n’en fait pas partie.",
    what_to_do: "Si vous travaillez pour une administration, utilisez l’adresse qu’elle vous a donnée, et non celle d’un autre employeur.",
    contact: "L’assistance de ProConnect connaît l’état de votre compte\u{a0}; l’équipe du service sait à qui il est ouvert.",
    at_proconnect: true,
    next_steps: &[ChangeAccount, StartAgain],
    ..FAULT
};

pub const EMAIL_NOT_ALLOWED: Explanation = Explanation {
    title: "Votre adresse n’est pas admise dans ce service",
    what_happened: "ProConnect n’ouvre ce service qu’à certaines organisations, reconnues à leur adresse électronique. La vôtre n’est pas dans la liste.",
    what_to_do: "Si vous avez une autre adresse professionnelle, essayez avec elle.",
    contact: "La liste des organisations admises est chez ProConnect\u{a0}; l’équipe du service peut demander d’y ajouter la vôtre.",
    at_proconnect: true,
    next_steps: &[ChangeAccount, StartAgain],
    ..FAULT
};

pub const IDENTITY_PROVIDER_FAILED: Explanation = Explanation {
    title: "Votre organisation n’a pas pu vous identifier",
    what_happened: "ProConnect vous a envoyé vers la page de connexion de votre organisation et n’en a reçu aucune réponse utilisable, ou vous y avez renoncé.",
    what_to_do: "Recommencez. Si le même message revient, attendez un peu avant un nouvel essai.",
    contact: "Le service informatique de votre organisation sait si sa page de connexion est en panne.",
    at_proconnect: true,
    next_steps: &[StartAgain],
    ..FAULT
};

pub const IDP_HINT_NOT_FOUND: Explanation = Explanation {
    title: "Ce lien de connexion n’est plus valable",
    what_happened: "Il mène à la page de connexion d’une organisation que ProConnect ne connaît pas, ou plus.",
    what_to_do: "Recommencez depuis cette page\u{a0}: ProConnect trouvera votre organisation d’après votre adresse électronique.",
    contact: "Signalez ce lien à qui vous l’a donné, ou à l’équipe du service.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const INVALID_SCOPE: Explanation = Explanation {
    title: "Ce service en demande trop à ProConnect",
    what_happened: "Il demande à ProConnect une information qui ne lui a pas été accordée. Votre compte n’est pas en cause.",
    what_to_do: "Recommencer n’y changera rien\u{a0}: l’équipe du service doit revoir ce qu’elle demande.",
    contact: "Prévenez l’équipe du service en citant la référence de cette page.",
    ..FAULT
};

pub const UNAVAILABLE: Explanation = Explanation {
    title: "ProConnect est momentanément indisponible",
    what_happened: "ProConnect, qui vérifie votre identité, est en maintenance ou trop sollicité. Ni votre compte ni votre poste ne sont en cause.",
    what_to_do: "Patientez quelques minutes, puis recommencez.",
    at_proconnect: true,
    next_steps: &[StartAgain],
    ..FAULT
};

pub const INTERACTION_REQUIRED: Explanation = Explanation {
    title: "ProConnect attend une réponse de votre part",
    what_happened: "Votre session ProConnect est ouverte, mais ProConnect doit encore vous poser une question avant de vous identifier ici.",
    what_to_do: "Recommencez et répondez à ce que ProConnect vous demande.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const LOGIN_REQUIRED: Explanation = Explanation {
    title: "ProConnect doit vous reconnaître",
    what_happened: "Votre session ProConnect est terminée ou ne suffit plus.",
    what_to_do: "Recommencez et identifiez-vous auprès de votre organisation.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const INSUFFICIENT_ACR: Explanation = Explanation {
    title: "La double authentification est demandée",
    what_happened: "Votre identité est reconnue, mais sans la double authentification que ce service demande.",
    what_to_do: "Activez la double authentification (application, clé ou carte) sur votre compte professionnel, ou choisissez un compte qui en dispose. Une session déjà ouverte ici le reste\u{a0}: votre nom est alors en haut de cette page.",
    contact: "Le service informatique de votre organisation peut vous aider à activer la double authentification.",
    at_proconnect: true,
    next_steps: &[ChangeAccount, StartAgain],
    ..FAULT
};

pub const DIRECTOR_CERTIFICATE_MISSING: Explanation = Explanation {
    title: "Votre fonction de direction n’a pas été certifiée",
    what_happened: "Ce service est réservé aux personnes qui dirigent une entreprise et que ProConnect certifie, à l’aide de FranceConnect et des registres officiels. Cette certification a échoué, ou vous y avez renoncé.",
    what_to_do: "Si vous dirigez une entreprise, recommencez et choisissez-la à ProConnect. Les organismes publics, les associations et les sociétés détenues seulement par d’autres sociétés ne peuvent pas être certifiés\u{a0}: demandez à l’équipe du service une autre démarche.",
    contact: "Le centre d’aide de ProConnect explique comment obtenir la certification\u{a0}; l’équipe du service indique comment faire sans elle.",
    at_proconnect: true,
    next_steps: &[ChangeAccount, StartAgain],
    ..FAULT
};

pub const UNVERIFIABLE: Explanation = Explanation {
    title: "Par sécurité, la connexion a été interrompue",
    what_happened: "La réponse reçue n’a pas pu être vérifiée. Rien n’en a été retenu.",
    what_to_do: "Recommencez une fois depuis cette page. Si le même message revient, n’insistez pas et signalez\u{2011}le.",
    contact: "Écrivez à l’équipe du service en citant la référence de cette page.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const ROLE_MISSING: Explanation = Explanation {
    title: "Cette page n’est pas ouverte à votre compte",
    what_happened: "Votre session est ouverte, mais ProConnect n’indique pas pour ce compte le rôle que cette page demande. Les autres pages vous restent ouvertes.",
    what_to_do: "Si un autre de vos comptes professionnels a ce rôle, donnez son adresse\u{a0}: il remplacera la session actuelle et vous reviendrez à cette page.",
    contact: "ProConnect déduit les rôles du numéro SIRET que transmet votre organisation\u{a0}: si ce numéro est faux, son service informatique peut le corriger.",
    next_steps: &[ChangeAccount],
    ..FAULT
};

pub const RULE_UNMET: Explanation = Explanation {
    title: "Ce compte n’est pas admis ici",
    what_happened: "ProConnect a bien vérifié votre identité, mais ce compte ne suit pas la règle d’accès rappelée ci-dessous.",
    what_to_do: "Si un autre de vos comptes professionnels suit cette règle, donnez son adresse\u{a0}: vous reviendrez à la page demandée.",
    contact: "Si votre compte devrait être admis, écrivez à l’équipe du service\u{a0}: la règle est la sienne.",
    next_steps: &[ChangeAccount],
    ..FAULT
};

pub const NOT_INVITED: Explanation = Explanation {
    title: "Ce service s’ouvre sur invitation",
    what_happened: "ProConnect a bien vérifié votre identité, mais ce service ne vous connaît pas encore pour cette organisation, et aucune invitation ne vous y attend.",
    what_to_do: "Demandez une invitation à la personne qui administre votre organisation dans ce service, puis recommencez. Si l’invitation est à une autre de vos adresses, donnez-la.",
    contact: "L’équipe du service sait qui administre votre organisation.",
    next_steps: &[ChangeAccount, StartAgain],
    ..FAULT
};

pub const ACCOUNT_CONFLICT: Explanation = Explanation {
    title: "Votre adresse est déjà celle d’un autre compte",
    what_happened: "Ce service connaît déjà cette adresse électronique avec un autre identifiant ProConnect. Par sécurité, votre session n’est pas ouverte.",
    what_to_do: "Si votre organisation a changé de fournisseur d’identité, ou si cette adresse vous a été attribuée récemment, l’équipe du service peut rattacher le compte.",
    contact: "Écrivez à l’équipe du service en citant la référence de cette page\u{a0}: elle vérifiera que l’adresse est bien la vôtre.",
    next_steps: &[ChangeAccount],
    ..FAULT
};

pub const BLOCKED: Explanation = Explanation {
    title: "Votre accès a été fermé",
    what_happened: "La personne qui administre votre organisation dans ce service a fermé votre accès.",
    what_to_do: "Si c’est une erreur, demandez-lui de le rouvrir. Si vous travaillez aussi pour une autre organisation, donnez l’adresse de cet autre compte.",
    contact: "L’équipe du service sait qui administre votre organisation.",
    next_steps: &[ChangeAccount],
    ..FAULT
};

pub const MEMBERSHIP_MISSING: Explanation = Explanation {
    title: "Votre organisation n’est pas connue de ce service",
    what_happened: "Cette page montre les données d’une organisation, et ProConnect n’a transmis pour ce compte aucun numéro SIRET qui en désigne une.",
    what_to_do: "Si un autre de vos comptes professionnels est rattaché à une organisation, donnez son adresse\u{a0}: vous reviendrez à cette page.",
    contact: "Le service informatique de votre organisation peut corriger le numéro SIRET qu’elle transmet à ProConnect.",
    next_steps: &[ChangeAccount],
    ..FAULT
};

pub const MEMBERSHIP_ROLE_MISSING: Explanation = Explanation {
    title: "Cette page demande un rôle dans votre organisation",
    what_happened: "Votre session est ouverte, mais vous n’avez pas le rôle que cette page demande dans ce service, comme celui d’administrer votre organisation. Les autres pages vous restent ouvertes.",
    what_to_do: "Demandez ce rôle à une personne qui administre votre organisation dans ce service. Si vous l’avez avec un autre compte, donnez son adresse\u{a0}: vous reviendrez à cette page.",
    contact: "L’équipe du service sait qui administre votre organisation.",
    next_steps: &[ChangeAccount],
    ..FAULT
};

pub const SESSION_UNAVAILABLE: Explanation = Explanation {
    title: "Votre session est momentanément inaccessible",
    what_happened: "Ce service n’arrive pas à lire les sessions\u{a0}: il ne peut ni vous reconnaître, ni vous connecter, ni vous déconnecter pour l’instant.",
    what_to_do: "Patientez quelques minutes, puis réessayez. Sur un poste partagé, fermez le navigateur.",
    next_steps: &[AskAgain],
    ..FAULT
};

pub const NOT_AUDITABLE: Explanation = Explanation {
    title: "Ce service ne peut pas ouvrir de session pour l’instant",
    what_happened: "Chaque connexion doit être inscrite dans un journal de sécurité, qui est momentanément plein. Votre compte et votre poste ne sont pas en cause.",
    what_to_do: "Patientez quelques minutes, puis recommencez.",
    next_steps: &[StartAgain],
    ..FAULT
};

pub const LOGOUT_INCOMPLETE: Explanation = Explanation {
    title: "Déconnexion incomplète",
    what_happened: "Votre session est terminée ici, mais ProConnect n’a pas pu être prévenu\u{a0}: votre session y est peut-être encore ouverte.",
    what_to_do: "Fermez toutes les fenêtres du navigateur, surtout sur un poste partagé.",
    ..FAULT
};

pub const LOGOUT_RETURN_UNKNOWN: Explanation = Explanation {
    title: "Retour de déconnexion inattendu",
    what_happened: "Cette page termine une déconnexion, mais aucune n’a été demandée dans ce navigateur. Rien n’a changé.",
    what_to_do: "Revenez à l’accueil\u{a0}: le bouton de déconnexion s’y trouve si votre session est ouverte.",
    ..FAULT
};
