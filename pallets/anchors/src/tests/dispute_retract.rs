use crate::{mock::*, Error, Event, Log, Rows};
use census_anchor_log::leaf::{Details, Subject};
use census_primitives::Page;
use census_views::anchors::{Edge, Link};
use frame_support::assert_ok;

/// A7.
#[test]
fn a_retraction_adds_and_deletes_nothing() {
	run(|| {
		let anchor = new_anchor(1);
		let before = Anchors::anchor_view(anchor);
		next_block();
		let retraction = Log::<Test>::get().count();
		assert_ok!(Anchors::retract(by(AUTHOR), anchor, statement()));
		assert_eq!(events(), [Event::Retracted { retraction, anchor }]);
		assert_eq!(Anchors::anchor_view(anchor), before);
		assert_eq!(Anchors::first_seen(digest(1)).unwrap().index, anchor);
		let anchors = Page { items: vec![anchor], next: None };
		assert_eq!(Anchors::anchors_of(digest(1), None, 9), anchors);
		assert_eq!(leaf(retraction).entry.subject, Subject::Retraction(anchor));
		let link = Edge { older: anchor, newer: retraction, link: Link::Retracts };
		assert_eq!(Anchors::links_to(anchor, None, 9), Page { items: vec![link], next: None });
	});
}

#[test]
fn only_its_author_retracts_an_anchor_and_does_so_after_its_row_is_gone() {
	run(|| {
		let anchor = new_anchor(1);
		assert_refused(|| done(Anchors::retract(by(OTHER), anchor, statement())), Error::NotAuthor);
		assert_ok!(Anchors::evict(by(AUTHOR), vec![anchor].try_into().unwrap()));
		assert_refused(|| done(Anchors::retract(by(OTHER), anchor, statement())), Error::NotAuthor);
		assert_ok!(Anchors::retract(by(AUTHOR), anchor, statement()));
	});
}

#[test]
fn anybody_disputes_an_anchor_in_words_of_their_own() {
	run(|| {
		let anchor = new_anchor(1);
		let dispute = Log::<Test>::get().count();
		let mut words = statement();
		words.evidence = Some(digest(2));
		assert_ok!(Anchors::dispute(by(OTHER), anchor, words.clone()));
		assert_eq!(events().last(), Some(&Event::Disputed { dispute, anchor, author: OTHER }));
		let row = Rows::<Test>::get(dispute).unwrap();
		assert_eq!(row.details, Details::Statement(*words.clone()));
		let shown = Anchors::anchor_view(dispute).unwrap();
		assert_eq!((&shown.grounds, shown.description), (&Some((*words).into()), None));
		let grounds = shown.grounds.unwrap();
		assert_eq!((grounds.evidence, &*grounds.memo), (Some(digest(2).into()), "so it is"));
		// What is said of a hash is no sight of it.
		assert_eq!(Anchors::first_seen(digest(2)), None);
		assert_ok!(Anchors::dispute(by(OTHER), anchor, statement()));
		let links = Anchors::links_to(anchor, None, 9);
		assert_eq!((links.items.len(), links.next), (2, None));
		let disputes = Page { items: vec![dispute, dispute + 1], next: None };
		assert_eq!(Anchors::anchors_by(OTHER, None, 9), disputes);
	});
}

#[test]
fn only_anchors_are_disputed_and_retracted() {
	run(|| {
		let anchor = new_anchor(1);
		let dispute = Log::<Test>::get().count();
		assert_ok!(Anchors::dispute(by(OTHER), anchor, statement()));
		for index in [dispute, dispute + 1, u64::MAX] {
			assert_refused(
				|| done(Anchors::dispute(by(OTHER), index, statement())),
				Error::NotAnchor,
			);
			assert_refused(
				|| done(Anchors::retract(by(OTHER), index, statement())),
				Error::NotAnchor,
			);
		}
		let mut words = statement();
		words.memo = vec![0xff].try_into().unwrap();
		assert_refused(|| done(Anchors::dispute(by(OTHER), anchor, words)), Error::NotText);
	});
}
