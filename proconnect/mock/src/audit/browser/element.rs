//! The links and forms of a page.

use scraper::{ElementRef, Html, Selector};
use std::fmt;
use url::Url;

use super::{BrowserError, Page, document};

/// Names and values.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

/// A link or a form of a page, found again on the same page of another browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// The place among the links of the document, from 0.
    Link(usize),
    /// The place among the forms of the document, from 0.
    Form(usize),
    /// The place among the buttons of the document that only a script can serve, from 0: see [`BUTTONS`].
    Button(usize),
    /// A CSS selector of a link, a form, or a button. In a browser with JavaScript: of any element.
    Selector(String),
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(place) => write!(f, "link {}", place + 1),
            Self::Form(place) => write!(f, "form {}", place + 1),
            Self::Button(place) => write!(f, "button {}", place + 1),
            Self::Selector(selector) => f.write_str(selector),
        }
    }
}

/// Elements that do something by a script, if they are in no form.
pub const BUTTONS: &str = "button, input[type=button], [role=button], a:not([href])";

/// A link, a form or a button, as [`Page::elements`] lists it.
#[derive(Clone, Debug)]
pub struct Found {
    pub element: Element,
    /// The address it leads to. That of a button is the address of its page.
    pub target: Url,
    /// The words on it.
    pub text: String,
}

/// The request that a press on an element makes.
pub struct Target {
    pub is_post: bool,
    pub url: Url,
    pub fields: Vec<(String, String)>,
}

impl Page {
    /// The forms of the page, then its links, then its buttons, in their order.
    pub fn elements(&self) -> Vec<Found> {
        let document = document::parse(&self.body);
        let forms = select(&document, "form")
            .into_iter()
            .enumerate()
            .filter_map(|(place, form)| {
                let target = self.address(form.attr("action").unwrap_or_default())?;
                Some(Found {
                    element: Element::Form(place),
                    target,
                    text: words(form),
                })
            });
        let links = select(&document, "a[href]")
            .into_iter()
            .enumerate()
            .filter_map(|(place, link)| {
                let target = self.address(link.attr("href")?)?;
                Some(Found {
                    element: Element::Link(place),
                    target,
                    text: words(link),
                })
            });
        let buttons = select(&document, BUTTONS)
            .into_iter()
            .enumerate()
            .filter(|(_, button)| {
                button.attr("type") == Some("button")
                    || around(*button).is_none_or(|it| it == *button)
            })
            .map(|(place, button)| Found {
                element: Element::Button(place),
                target: self.url.clone(),
                text: words(button),
            });
        forms
            .chain(links)
            .chain(buttons)
            .filter(|found| found.target.scheme().starts_with("http"))
            .collect()
    }

    /// The request that a press on `element` makes, with `others` in place of the form's own values. Without a
    /// script, a button makes none.
    pub fn target(&self, element: &Element, others: Fields<'_>) -> Result<Target, BrowserError> {
        let document = document::parse(&self.body);
        let missing = || BrowserError::NoElement(self.url.clone(), element.to_string());
        let found = match element {
            Element::Link(place) => select(&document, "a[href]").into_iter().nth(*place),
            Element::Form(place) => select(&document, "form").into_iter().nth(*place),
            Element::Button(_) => None,
            Element::Selector(selector) => select(&document, selector).into_iter().next(),
        };
        let found = found.and_then(around).ok_or_else(missing)?;
        if found.value().name() == "a" {
            let url = self
                .address(found.attr("href").unwrap_or_default())
                .ok_or_else(missing)?;
            return Ok(Target {
                is_post: false,
                url,
                fields: Vec::new(),
            });
        }
        let url = self
            .address(found.attr("action").unwrap_or_default())
            .ok_or_else(missing)?;
        let is_post = found
            .attr("method")
            .is_some_and(|method| method.eq_ignore_ascii_case("post"));
        let mut fields = values(&document, found);
        fields.retain(|(name, _)| !others.iter().any(|(other, _)| other == name));
        fields.extend(
            others
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        Ok(Target {
            is_post,
            url,
            fields,
        })
    }

    /// The address to which the page refreshes itself.
    pub fn refresh(&self) -> Option<Url> {
        let document = document::parse(&self.body);
        let is_refresh = |meta: &ElementRef<'_>| {
            let name = meta.attr("http-equiv");
            name.is_some_and(|name| name.eq_ignore_ascii_case("refresh"))
        };
        let metas = select(&document, "meta[http-equiv]");
        let refresh = metas.into_iter().find(is_refresh)?;
        refresh_target(&self.url, refresh.attr("content")?)
    }

    fn address(&self, relative: &str) -> Option<Url> {
        self.url.join(relative.trim()).ok()
    }
}

/// The address in the value of a `Refresh` header or element, `0;url=/next` for instance.
pub fn refresh_target(page: &Url, value: &str) -> Option<Url> {
    let (_, address) = value.split_once([';', ','])?;
    let address = address.trim();
    let has_name = address
        .get(..4)
        .is_some_and(|name| name.eq_ignore_ascii_case("url="));
    let address = if has_name { address.get(4..)? } else { address };
    page.join(address.trim_matches(['"', '\''])).ok()
}

fn select<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let Ok(selector) = Selector::parse(selector) else {
        return Vec::new();
    };
    document.select(&selector).collect()
}

/// The link or form that `element` is or is in.
fn around(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let is_one = |element: &ElementRef<'_>| matches!(element.value().name(), "a" | "form");
    std::iter::once(element)
        .chain(element.ancestors().filter_map(ElementRef::wrap))
        .find(is_one)
}

fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect::<Vec<_>>().join(" ");
    let labels = ["value", "title", "aria-label", "alt"];
    let labels = element
        .descendent_elements()
        .flat_map(|element| labels.map(|name| element.attr(name).unwrap_or_default()));
    let labels: Vec<&str> = labels.collect();
    format!("{text} {}", labels.join(" "))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The values that the form sends, without those of its buttons: HTML, "constructing the entry list".
fn values(document: &Html, form: ElementRef<'_>) -> Vec<(String, String)> {
    let id = form.attr("id");
    let belongs = |control: &ElementRef<'_>| match control.attr("form") {
        Some(other) => Some(other) == id,
        None => control
            .ancestors()
            .any(|ancestor| ancestor.id() == form.id()),
    };
    let controls = select(document, "input[name], textarea[name], select[name]");
    let controls = controls.into_iter().filter(belongs);
    controls
        .filter(|control| control.attr("disabled").is_none())
        .filter_map(value)
        .collect()
}

fn value(control: ElementRef<'_>) -> Option<(String, String)> {
    let name = control.attr("name")?.to_owned();
    let value = match control.value().name() {
        "textarea" => control.text().collect(),
        "select" => {
            let options = Selector::parse("option").ok()?;
            let options: Vec<ElementRef<'_>> = control.select(&options).collect();
            let chosen = options
                .iter()
                .find(|option| option.attr("selected").is_some());
            let chosen = chosen.or(options.first())?;
            chosen
                .attr("value")
                .map_or_else(|| chosen.text().collect(), str::to_owned)
        }
        _ => match control.attr("type").unwrap_or("text") {
            "submit" | "button" | "image" | "reset" | "file" => return None,
            "checkbox" | "radio" if control.attr("checked").is_none() => return None,
            "checkbox" | "radio" => control.attr("value").unwrap_or("on").to_owned(),
            _ => control.attr("value").unwrap_or_default().to_owned(),
        },
    };
    Some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> Page {
        Page {
            url: "http://localhost/home".parse().unwrap(),
            status: 200,
            body: body.to_owned(),
        }
    }

    #[test]
    fn a_button_is_an_element_where_no_form_and_no_link_presses_it() {
        let page = page(
            "<form action=/in><button>Envoyer</button><button type=button>Afficher</button></form>\
             <a href=/next><button>Suivant</button></a> <button title=Sortir></button> <a role=button>Aide</a>",
        );
        let elements = page.elements();
        let elements: Vec<(&Element, &str, &str)> = elements
            .iter()
            .map(|found| (&found.element, found.target.path(), found.text.as_str()))
            .collect();
        let expected = [
            (&Element::Form(0), "/in", "Envoyer Afficher"),
            (&Element::Link(0), "/next", "Suivant"),
            (&Element::Button(1), "/home", "Afficher"),
            (&Element::Button(3), "/home", "Sortir"),
            (&Element::Button(4), "/home", "Aide"),
        ];
        assert_eq!(elements, expected);
    }

    #[test]
    fn without_scripts_a_button_alone_does_nothing() {
        let target = page("<button>Entrer</button>").target(&Element::Button(0), &[]);
        assert!(matches!(target, Err(BrowserError::NoElement(..))));
    }
}
