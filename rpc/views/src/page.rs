//! Pages of a list.
//!
//! A page begins behind a cursor, `after`, and says behind which one the next begins: `next`, which is
//! `None` at the end of the list. Whoever reads page by page takes an empty page for the end, so where
//! not every entry is shown, a page goes on past those that are not until it has what it was asked for,
//! or the list ends; and where it would have to look at too many for one call, it says where to go on.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// The most items of one page.
pub const MAX_PAGE: u32 = 1_000;

/// How many entries are looked at for one page.
pub const MAX_LOOKED_AT: u32 = 1_000;

/// The first number of a page of a list of numbers from 0 on.
pub fn behind(after: Option<u32>) -> u32 {
	after.map_or(0, |number| number.saturating_add(1))
}

/// A page of a list.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "json", schemars(inline))]
pub struct Page<Item, Cursor> {
	/// What was found, in the list's order.
	pub items: Vec<Item>,
	/// What to pass as `after` for the next page; `None` if this one is the last.
	pub next: Option<Cursor>,
}

impl<Item, Cursor> Default for Page<Item, Cursor> {
	/// The page of an empty list.
	fn default() -> Self {
		Self { items: Vec::new(), next: None }
	}
}

impl<Item, Cursor> Page<Item, Cursor> {
	/// Up to `count` entries of a list of which every one is shown. `cursor` names an entry.
	pub fn whole<Entry>(
		entries: impl IntoIterator<Item = Entry>,
		count: u32,
		cursor: impl Fn(&Entry) -> Cursor,
		shown: impl Fn(Entry) -> Item,
	) -> Self {
		Self::of(entries, count, cursor, |entry| Some(shown(entry)))
	}

	/// The first `count` entries that are shown, at least one, among the first [`MAX_LOOKED_AT`].
	/// `cursor` names an entry. One entry more than that is read, to know whether
	/// there are any.
	pub fn of<Entry>(
		entries: impl IntoIterator<Item = Entry>,
		count: u32,
		cursor: impl Fn(&Entry) -> Cursor,
		shown: impl Fn(Entry) -> Option<Item>,
	) -> Self {
		let mut page = Self { items: Vec::new(), next: None };
		let mut last = None;
		for (looked_at, entry) in entries.into_iter().enumerate() {
			if looked_at >= MAX_LOOKED_AT as usize || page.items.len() >= count.max(1) as usize {
				page.next = last;
				break;
			}
			last = Some(cursor(&entry));
			page.items.extend(shown(entry));
		}
		page
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// A page of the even numbers from `start` on, below `end`.
	fn even(start: u32, end: u32, count: u32) -> Page<u32, u32> {
		let even = |number| (number % 2 == 0).then_some(number);
		Page::of(start..end, count, |number| number + 1, even)
	}

	#[test]
	fn a_page_goes_on_past_what_is_not_shown() {
		assert_eq!(even(1, 10, 2), Page { items: vec![2, 4], next: Some(5) });
		assert_eq!(even(5, 10, 2), Page { items: vec![6, 8], next: Some(9) });
		assert_eq!(even(9, 10, 2), Page { items: vec![], next: None });
		assert_eq!(even(5, 9, 2), Page { items: vec![6, 8], next: None });
		assert_eq!(even(0, 0, 2), Page { items: vec![], next: None });
	}

	#[test]
	fn an_empty_page_is_the_end_unless_it_says_where_to_go_on() {
		let none = |start| Page::<u32, u32>::of(start..2_500, 10, |number| number + 1, |_| None);
		assert_eq!(none(0), Page { items: vec![], next: Some(1_000) });
		assert_eq!(none(1_000), Page { items: vec![], next: Some(2_000) });
		assert_eq!(none(2_000), Page { items: vec![], next: None });
		// What is looked at is bounded, however many are asked for, and read no further than one more.
		let read = core::cell::Cell::new(0);
		let entries = (0..).inspect(|_| read.set(read.get() + 1));
		let page = Page::of(entries, u32::MAX, |number: &u32| number + 1, Some);
		assert_eq!((page.items.len(), page.next, read.get()), (1_000, Some(1_000), 1_001));
	}
}
