//! Lists in parameters: bounded before they are read.

use crate::views::MAX_PAGE;
use schemars::JsonSchema;
use serde::{
	de::{Error, SeqAccess, Visitor},
	Deserialize, Deserializer, Serialize,
};
use std::{fmt, marker::PhantomData};

/// A list of at most as many items as a page has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
#[schemars(inline)]
pub struct List<T>(
	#[serde(deserialize_with = "bounded::<_, _, { MAX_PAGE as usize }>")]
	#[schemars(length(max = MAX_PAGE))]
	pub Vec<T>,
);

/// Reads a list of at most `MAX` items, and stops at the first one more.
pub(crate) fn bounded<'de, D, T, const MAX: usize>(deserializer: D) -> Result<Vec<T>, D::Error>
where
	D: Deserializer<'de>,
	T: Deserialize<'de>,
{
	struct Bounded<T, const MAX: usize>(PhantomData<T>);

	impl<'de, T: Deserialize<'de>, const MAX: usize> Visitor<'de> for Bounded<T, MAX> {
		type Value = Vec<T>;

		fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
			write!(f, "a list of at most {MAX} items")
		}

		fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
			let mut read = Vec::new();
			while let Some(item) = items.next_element()? {
				if read.len() == MAX {
					return Err(A::Error::invalid_length(MAX + 1, &self));
				}
				read.push(item);
			}
			Ok(read)
		}
	}

	deserializer.deserialize_seq(Bounded::<T, MAX>(PhantomData))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_list_is_no_longer_than_a_page() {
		let of = |count: usize| format!("[{}]", vec!["1"; count].join(","));
		let read = |count| serde_json::from_str::<List<u32>>(&of(count));
		assert_eq!(read(0).unwrap(), List(vec![]));
		assert_eq!(read(1_000).unwrap().0.len(), 1_000);
		let told = read(1_001).unwrap_err().to_string();
		assert!(told.contains("a list of at most 1000 items"), "{told}");
	}
}
