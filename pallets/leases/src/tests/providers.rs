use crate::{
	mock::*, Error, Event, HoldReason, Label, ProviderStatus, Providers, Resource, ResourceKind,
	Resources,
};
use frame_support::{assert_ok, BoundedVec};

const BOND: u64 = AMOUNTS.provider_bond;

#[test]
fn a_bond_is_held_and_returned_exactly() {
	run(|| {
		let offer = attributes(&[("region", "eu")]);
		assert_ok!(Market::register_provider(by(ALICE), BOND + 5, cpu(4), offer.clone()));
		assert_eq!(last_event(), Event::ProviderRegistered { provider: ALICE });
		assert_eq!(held(HoldReason::Bond, ALICE), BOND + 5);
		let provider = Providers::<Test>::get(ALICE).unwrap();
		assert_eq!((provider.attributes, provider.capacity), (offer, cpu(4)));
		assert_refused(
			|| Market::register_provider(by(ALICE), BOND, cpu(4), Default::default()),
			Error::AlreadyProvider,
		);
		assert_ok!(Market::bond_more(by(ALICE), 10));
		assert_eq!(last_event(), Event::BondChanged { provider: ALICE, bond: BOND + 15 });
		assert_ok!(Market::bond_less(by(ALICE), 12));
		assert_eq!(held(HoldReason::Bond, ALICE), BOND + 3);
		assert_refused(|| Market::bond_less(by(ALICE), 4), Error::BondTooLow);
		assert_refused(|| Market::bond_less(by(ALICE), u64::MAX), Error::BondTooLow);
		assert_ok!(Market::deregister_provider(by(ALICE)));
		assert_eq!(last_event(), Event::ProviderLeft { provider: ALICE });
		assert_eq!(held(HoldReason::Bond, ALICE), 0);
		assert_eq!(wealth(ALICE), FUNDS);
	});
}

#[test]
fn a_bond_that_covers_leases_stays() {
	run(|| {
		assert_ok!(Market::register_provider(
			by(ALICE),
			BOND + 2 * AMOUNTS.lease_cover,
			cpu(40),
			Default::default()
		));
		let lease = active(METERED, 10, 100);
		assert_refused(|| Market::bond_less(by(ALICE), AMOUNTS.lease_cover + 1), Error::BondTooLow);
		assert_ok!(Market::bond_less(by(ALICE), AMOUNTS.lease_cover));
		let order = post(METERED);
		assert_refused(|| Market::bid(by(ALICE), order, 10, 6), Error::BondTooLow);
		assert_ok!(Market::close(by(TINA), lease));
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
	});
}

#[test]
fn refuses_a_bond_below_the_least_and_strangers() {
	run(|| {
		assert_refused(
			|| Market::register_provider(by(ALICE), BOND - 1, cpu(4), Default::default()),
			Error::BondTooLow,
		);
		assert_refused(
			|| Market::update_provider(by(ALICE), cpu(4), Default::default(), true),
			Error::ProviderNotFound,
		);
		assert_refused(|| Market::bond_more(by(ALICE), 1), Error::ProviderNotFound);
		assert_refused(|| Market::bond_less(by(ALICE), 1), Error::ProviderNotFound);
		assert_refused(|| Market::deregister_provider(by(ALICE)), Error::ProviderNotFound);
	});
}

#[test]
fn refuses_resources_and_attributes_out_of_form() {
	run(|| {
		let one = |kind, amount| Resource { kind, amount };
		let bad = |list: Vec<Resource>| Resources(list.try_into().unwrap());
		let shouted = Label(BoundedVec::try_from(b"A100".to_vec()).unwrap());
		let spaced = Label(BoundedVec::try_from(b"a 100".to_vec()).unwrap());
		let empty = Label(Default::default());
		for capacity in [
			bad(vec![one(ResourceKind::Cpu, 0)]),
			bad(vec![one(ResourceKind::Cpu, 1), one(ResourceKind::Cpu, 1)]),
			bad(vec![one(ResourceKind::Memory, 1), one(ResourceKind::Cpu, 1)]),
			bad(vec![one(ResourceKind::Gpu(shouted.clone()), 1)]),
			bad(vec![one(ResourceKind::Gpu(spaced), 1)]),
			bad(vec![one(ResourceKind::Gpu(empty), 1)]),
		] {
			assert_refused(
				|| Market::register_provider(by(ALICE), BOND, capacity, Default::default()),
				Error::ResourcesMalformed,
			);
		}
		let twice = attributes(&[("region", "eu"), ("region", "us")]);
		let unordered = attributes(&[("tier", "1"), ("region", "us")]);
		let mut loud = attributes(&[("region", "eu")]);
		loud[0].value = shouted;
		for offer in [twice, unordered, loud] {
			assert_refused(
				|| Market::register_provider(by(ALICE), BOND, cpu(4), offer),
				Error::AttributesMalformed,
			);
		}
	});
}

#[test]
fn capacity_is_never_less_than_what_leases_use() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		let update =
			|capacity| Market::update_provider(by(ALICE), capacity, Default::default(), true);
		assert_refused(|| update(cpu(3)), Error::CapacityInUse);
		assert_ok!(update(cpu(4)));
		assert_eq!(last_event(), Event::ProviderUpdated { provider: ALICE });
		let order = post(METERED);
		assert_refused(|| Market::bid(by(ALICE), order, 10, 6), Error::ResourceShort);
		assert_ok!(Market::close(by(TINA), lease));
		assert_ok!(update(cpu(3)));
	});
}

#[test]
fn graphics_processors_are_counted_by_model() {
	run(|| {
		let gpu = |model: &str| ResourceKind::Gpu(label(model));
		let has = resources(&[(ResourceKind::Cpu, 8), (gpu("a100"), 2), (gpu("t4"), 1)]);
		let bond = BOND + 5 * AMOUNTS.lease_cover;
		assert_ok!(Market::register_provider(by(ALICE), bond, has, Default::default()));
		let take = |kind, amount| {
			let mut wanted = terms(METERED);
			wanted.resources = resources(&[(kind, amount)]);
			let order = Market::order_count();
			assert_ok!(Market::post_order(by(TINA), Box::new(wanted), 50));
			order
		};
		let short = take(gpu("t4"), 2);
		assert_refused(|| Market::bid(by(ALICE), short, 10, 6), Error::ResourceShort);
		let unknown = take(gpu("h100"), 1);
		assert_refused(|| Market::bid(by(ALICE), unknown, 10, 6), Error::ResourceShort);
		for order in [take(gpu("a100"), 1), take(gpu("a100"), 1)] {
			assert_ok!(Market::bid(by(ALICE), order, 10, 6));
			assert_ok!(Market::accept_bid(by(TINA), order, ALICE, 10, 6, 100));
		}
		let third = take(gpu("a100"), 1);
		assert_refused(|| Market::bid(by(ALICE), third, 10, 6), Error::ResourceShort);
		let used = Providers::<Test>::get(ALICE).unwrap().used;
		assert_eq!(used, resources(&[(gpu("a100"), 2)]));
	});
}

#[test]
fn a_paused_provider_takes_no_new_leases_and_a_leaving_one_stays_so() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		let update =
			|accepting| Market::update_provider(by(ALICE), cpu(40), Default::default(), accepting);
		assert_ok!(update(false));
		let order = post(METERED);
		assert_refused(|| Market::bid(by(ALICE), order, 10, 6), Error::NotAccepting);
		assert_ok!(update(true));
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
		// A bid that was placed before cannot be taken while the provider is paused.
		assert_ok!(update(false));
		assert_refused(
			|| Market::accept_bid(by(TINA), order, ALICE, 10, 6, 100),
			Error::NotAccepting,
		);
		assert_ok!(Market::deregister_provider(by(ALICE)));
		assert_refused(|| update(true), Error::Leaving);
		let status = Providers::<Test>::get(ALICE).unwrap().status;
		assert_eq!(status, ProviderStatus::Leaving);
		assert_ok!(Market::close(by(TINA), lease));
		assert!(!Providers::<Test>::contains_key(ALICE));
		// Its open bid is refunded when the order is over.
		assert_eq!(held(HoldReason::Bid, ALICE), AMOUNTS.bid_deposit);
		go_to(60);
		assert_eq!(held(HoldReason::Bid, ALICE), 0);
	});
}
