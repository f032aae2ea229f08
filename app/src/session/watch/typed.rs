//! The text that the agent typed, kept in the tab from the end of the session to the next login.
//!
//! The text is kept in `sessionStorage`, which belongs to the tab and which the logout clears. The entry
//! holds the digest of the agent and the address of the page: the text comes back to the same agent on the
//! same page, and is dropped for another agent.

use super::place::Place;
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{
        Element, Event, EventInit, Storage,
        js_sys::{Array, Date, JSON, Reflect},
    },
};

/// The only entry.
const KEY: &str = "typed-text";

/// Milliseconds during which the text is kept.
const LIFETIME: f64 = 4.0 * 3_600_000.0;

/// The fields that an agent fills in. A password, a file, a hidden field and whatever stands in an
/// element with `data-not-kept` are never kept.
const FIELDS: &str = "main form :is(input[name]:not([type=hidden], [type=password], [type=file]), \
                      textarea[name], select[name] option):not([data-not-kept], [data-not-kept] *)";

/// The option that a list shows when the page chooses none.
const CHOSEN_BY_ITSELF: &str = "select:not([multiple], :has([selected])) > option:first-child";

/// Keeps the fields that the agent of that digest has changed. Returns false when there is none, and
/// when the browser keeps nothing.
pub fn keep(agent: &str, page: &Place) -> bool {
    let changed = Array::new();
    for (place, field) in (0u32..).zip(fields()) {
        if page.is_an_answer || is_changed(&field) {
            let value = get(&field, property(&field).now);
            changed.push(&Array::of3(&place.into(), &identity(&field).into(), &value));
        }
    }
    if changed.length() == 0 {
        return false;
    }
    let entry = Array::of4(
        &agent.into(),
        &(&*page.address).into(),
        &Date::now().into(),
        &changed,
    );
    let Ok(text) = JSON::stringify(&entry) else {
        return false;
    };
    storage().is_some_and(|storage| storage.set_item(KEY, &String::from(text)).is_ok())
}

/// Drops the text.
pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

/// Puts the text of the agent of that digest back into the fields of this page, as if the agent typed
/// it. What the agent has typed, chosen or sent meanwhile, before the island was alive, stays. Returns
/// true when a field has changed.
pub fn give_back(agent: &str, page: &Place) -> bool {
    let taken = taken(agent, page).filter(|_| !page.is_an_answer);
    let Some(changed) = taken else {
        return false;
    };
    // Before any field is filled in: an island may then fill in others.
    let touched: Vec<_> = fields()
        .filter(is_changed)
        .map(|field| control(&field))
        .collect();
    let fields: Array = fields().collect();
    let given = changed.iter().filter_map(|entry| {
        let entry: Array = entry.dyn_into().ok()?;
        let field: Element = Reflect::get(&fields, &entry.get(0)).ok()?.dyn_into().ok()?;
        // Another field may stand there in another version of the page.
        let is_same = identity(&field) == entry.get(1).as_string();
        (is_same && !touched.contains(&control(&field))).then_some(())?;
        type_into(&field, &entry.get(2)).ok()
    });
    given.count() > 0
}

/// Takes the fields of that agent and of this page out of the storage. An entry of another agent or
/// past its lifetime is dropped; that of another page stays.
fn taken(agent: &str, page: &Place) -> Option<Array> {
    let text = storage()?.get_item(KEY).ok()??;
    let entry: Option<Array> = JSON::parse(&text)
        .ok()
        .and_then(|entry| entry.dyn_into().ok());
    let entry = entry.filter(|entry| {
        let age = entry.get(2).as_f64().map(|kept_at| Date::now() - kept_at);
        entry.get(0) == agent && age.is_some_and(|age| age < LIFETIME)
    });
    let is_of_this_page = entry
        .as_ref()
        .is_none_or(|entry| entry.get(1) == page.address);
    if is_of_this_page {
        forget();
    }
    entry.filter(|_| is_of_this_page)?.get(3).dyn_into().ok()
}

/// Sets the value, and raises the events of a change that the agent makes, for islands.
fn type_into(field: &Element, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(field, &property(field).now.into(), value)?;
    let target = field.closest("select")?;
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    for name in ["input", "change"] {
        let event = Event::new_with_event_init_dict(name, &bubbles)?;
        target.as_ref().unwrap_or(field).dispatch_event(&event)?;
    }
    Ok(())
}

/// The properties of a field: its present value, and the one of the page as it was rendered.
struct Property {
    now: &'static str,
    rendered: &'static str,
}

fn property(field: &Element) -> Property {
    let (now, rendered) = match (field.local_name().as_str(), field.get_attribute("type")) {
        ("option", _) => ("selected", "defaultSelected"),
        ("input", Some(kind)) if kind == "checkbox" || kind == "radio" => {
            ("checked", "defaultChecked")
        }
        _ => ("value", "defaultValue"),
    };
    Property { now, rendered }
}

/// True when the value is another one than the page rendered.
fn is_changed(field: &Element) -> bool {
    let property = property(field);
    get(field, property.now) != get(field, property.rendered)
        && !field.matches(CHOSEN_BY_ITSELF).unwrap_or(false)
}

/// The form and the name of the control to which the field belongs: several choices are one control.
fn control(field: &Element) -> (Option<Element>, Option<String>) {
    let list = field.closest("select").ok().flatten();
    let control = list.as_ref().unwrap_or(field);
    let form = control.closest("form").ok().flatten();
    (form, control.get_attribute("name"))
}

/// The attribute that distinguishes the field: the value of a choice, otherwise the name.
fn identity(field: &Element) -> Option<String> {
    let is_choice = property(field).now != "value";
    field.get_attribute(if is_choice { "value" } else { "name" })
}

fn get(field: &Element, property: &str) -> JsValue {
    Reflect::get(field, &property.into()).unwrap_or_default()
}

fn fields() -> impl Iterator<Item = Element> {
    let fields = document().query_selector_all(FIELDS).ok();
    let fields = fields
        .into_iter()
        .flat_map(|fields| (0..fields.length()).filter_map(move |place| fields.get(place)));
    fields.map(JsCast::unchecked_into)
}

/// `None` when the browser keeps nothing.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
