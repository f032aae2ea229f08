//! As much of protobuf as a span needs (opentelemetry/proto/trace/v1/trace.proto).

use std::collections::BTreeMap;

/// A message: the fields in their order, each with its number.
#[derive(Clone, Debug)]
pub struct Message(Vec<(u64, Field)>);

#[derive(Clone, Debug)]
enum Field {
    Number(u64),
    Bytes(Vec<u8>),
}

impl Message {
    fn read(mut bytes: &[u8]) -> Self {
        let mut fields = Vec::new();
        while !bytes.is_empty() {
            let key = varint(&mut bytes);
            let field = match key & 7 {
                0 => Field::Number(varint(&mut bytes)),
                1 => Field::Bytes(take(&mut bytes, 8)),
                2 => {
                    let length = usize::try_from(varint(&mut bytes)).unwrap();
                    Field::Bytes(take(&mut bytes, length))
                }
                5 => Field::Bytes(take(&mut bytes, 4)),
                other => panic!("wire type {other}"),
            };
            fields.push((key >> 3, field));
        }
        Self(fields)
    }

    fn all(&self, number: u64) -> impl Iterator<Item = Vec<u8>> {
        self.0.iter().filter_map(move |(of, field)| match field {
            Field::Bytes(bytes) if *of == number => Some(bytes.clone()),
            _ => None,
        })
    }

    fn one(&self, number: u64) -> Vec<u8> {
        self.all(number).next().unwrap_or_default()
    }

    fn number(&self, number: u64) -> Option<u64> {
        self.0.iter().find_map(|(of, field)| match field {
            Field::Number(value) if *of == number => Some(*value),
            _ => None,
        })
    }
}

/// The fields of a span.
impl Message {
    pub fn trace_id(&self) -> Vec<u8> {
        self.one(1)
    }

    pub fn span_id(&self) -> Vec<u8> {
        self.one(2)
    }

    pub fn parent(&self) -> Vec<u8> {
        self.one(4)
    }

    pub fn name(&self) -> String {
        String::from_utf8(self.one(5)).unwrap()
    }

    /// 1 for an internal span, 2 for that of a server.
    pub fn kind(&self) -> u64 {
        self.number(6).unwrap_or_default()
    }

    pub fn events(&self) -> usize {
        self.all(11).count()
    }

    pub fn attributes(&self) -> BTreeMap<String, String> {
        let pairs = self.all(9).map(|pair| Self::read(&pair));
        let pairs = pairs.map(|pair| {
            let key = String::from_utf8(pair.one(1)).unwrap();
            let value = Self::read(&pair.one(2));
            let number = value.number(3).map(|number| number.to_string());
            let text = || String::from_utf8(value.one(1)).unwrap();
            (key, number.unwrap_or_else(text))
        });
        pairs.collect()
    }
}

/// The spans of an `ExportTraceServiceRequest`.
pub fn spans(body: &[u8]) -> Vec<Message> {
    let inside = |bytes: Vec<u8>, number| {
        let parts: Vec<_> = Message::read(&bytes).all(number).collect();
        parts
    };
    let resources = inside(body.to_vec(), 1).into_iter();
    let scopes = resources.flat_map(|resource| inside(resource, 2));
    let spans = scopes.flat_map(|scope| inside(scope, 2));
    spans.map(|span| Message::read(&span)).collect()
}

fn take(bytes: &mut &[u8], length: usize) -> Vec<u8> {
    let (taken, rest) = bytes.split_at(length);
    *bytes = rest;
    taken.to_vec()
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let byte = take(bytes, 1)[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}
