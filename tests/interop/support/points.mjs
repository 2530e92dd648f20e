// Changes to a Groth16 proof's points that a stock client would not make, and the two moduli.

import { bn254 } from "@noble/curves/bn254";

const { Fp2, Fr } = bn254.fields;
const G1 = bn254.G1.ProjectivePoint;
const G2 = bn254.G2.ProjectivePoint;

/** The order of BN254's groups, below which public signals lie. */
export const r = Fr.ORDER;

/** The modulus of BN254's base field, below which coordinates lie. */
export const q = bn254.fields.Fp.ORDER;

/** Semaphore's eight numbers as the points `a`, `b`, `c`. */
function unpack(points) {
	const [ax, ay, bx1, bx0, by1, by0, cx, cy] = points.map(BigInt);
	return {
		a: G1.fromAffine({ x: ax, y: ay }),
		b: G2.fromAffine({ x: { c0: bx0, c1: bx1 }, y: { c0: by0, c1: by1 } }),
		c: G1.fromAffine({ x: cx, y: cy }),
	};
}

/** The points `a`, `b`, `c` as Semaphore's eight numbers. */
export function pack({ a, b, c }) {
	const { x, y } = b.toAffine();
	return [a.x, a.y, x.c1, x.c0, y.c1, y.c0, c.x, c.y].map(String);
}

/** Another proof of the same statement, as anyone can make it without the secret. */
export function rerandomised(points, factor = 7n) {
	const { a, b, c } = unpack(points);
	return pack({ a: a.multiply(factor), b: b.multiply(Fr.inv(factor)), c });
}

/** The proof with `A` mirrored: on the curve, and proving nothing. */
export function negated(points) {
	const { a, b, c } = unpack(points);
	return pack({ a: a.negate(), b, c });
}

/** The proof with a `B` that is on its curve and outside the prime-order subgroup. */
export function outsideSubgroup(points) {
	for (let c0 = 1n; ; c0 += 1n) {
		const x = { c0, c1: 1n };
		const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), bn254.G2.CURVE.b);
		let y;
		try {
			y = Fp2.sqrt(square);
		} catch {
			continue;
		}
		const b = G2.fromAffine({ x, y });
		// `r - 1` times the point is its mirror image only in the subgroup.
		if (b.multiplyUnsafe(r - 1n).equals(b.negate())) continue;
		const packed = [...points];
		packed.splice(2, 4, ...[x.c1, x.c0, y.c1, y.c0].map(String));
		return packed;
	}
}
