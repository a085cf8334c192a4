//! Numbers for the names of the vocabulary. The lists only ever grow at the end: databases hold the numbers.

use verbale_record::{
    ActorKind, ClaimSays, Context, DateBasis, EventType, MentionHow, Mode, RelationKind, RelationState,
    Sector, Status,
};

/// A word of the vocabulary with a number in the database.
pub trait Numbered: Copy + PartialEq + ToString + 'static {
    /// Name of the list in the table `vocabulary`.
    const KIND: &'static str;
    /// Number of the first of the list.
    const FIRST: i64;
    /// The list, in the order of the numbers.
    const LIST: &'static [Self];

    /// The number of a word.
    fn number(self) -> i64 {
        let position = Self::LIST.iter().position(|&w| w == self);
        position.and_then(|p| i64::try_from(p).ok()).map_or(-1, |p| p + Self::FIRST)
    }

    /// The word with a number.
    fn from_number(number: i64) -> Option<Self> {
        usize::try_from(number - Self::FIRST).ok().and_then(|p| Self::LIST.get(p)).copied()
    }

    /// Rows of the table `vocabulary`.
    fn rows() -> Vec<(&'static str, i64, String)> {
        Self::LIST.iter().map(|&w| (Self::KIND, w.number(), w.to_string())).collect()
    }
}

macro_rules! numbered {
    ($($type:ident $kind:literal from $first:literal: [$($word:ident),* $(,)?];)*) => { $(
        impl Numbered for $type {
            const KIND: &'static str = $kind;
            const FIRST: i64 = $first;
            const LIST: &'static [Self] = &[$($type::$word),*];
        }
    )* };
}

numbered! {
    EventType "type" from 1: [
        Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request, Accuse, Reject, Threaten, Protest, Sanction,
        Mobilize, Coerce, Assault,
    ];
    Mode "mode" from 1: [
        Visit, ThirdParty, Multilateral, Phone, Withdraw, Release, Disarm, Ceasefire, Access, Resign, Assist, Change,
        Yield, Meet, Disapprove, Investigate, Allege, Restrict, Arrest, Relations, Expel, Territory, Violence, Demo,
        Riot, Strike, Hunger, Boycott, Obstruct, Vandalize, Convict, Discontinue, Troops, Weapons, Police, Militia,
        Seize, Censor, Curfew, MartialLaw, Deport, Withhold, Misinformation, Cyber, Abduct, Beat, Torture, Sexual,
        Targeted, Destroy, Primitive, Firearms, Explosives, SuicideAttack, Aerial, Drone, HeavyWeapons, CrowdControl,
        Unconventional,
    ];
    Context "context" from 0: [
        Military, Intelligence, Executive, Legislative, Election, PoliticalInstitutions, ProDemocracy, ProAutocracy,
        Economic, Legal, Reparations, HumanRights, RightsFreedoms, Repression, HumanSecurity, Gender, Lgbt,
        ReligionEthnicity, Inequality, Diplomatic, Territory, Peacekeeping, Health, Asylum, Migration, Disasters,
        NaturalResource, Environment, Technology, Terrorism, Cbrn, Cyber, Misinformation, Crime, Corruption,
        IllegalDrugs, Trafficking,
    ];
    Sector "sector" from 1: [
        Cop, Gov, Jud, Leg, Mil, Prm, Pty, Reb, Spy, Uaf, Opp, Agr, Bus, Crm, Cvl, Edu, Eli, Jrn, Lab, Med, Ref, Rel, Soc,
        Pre, Unk, Igo, Uno, Eur, Ngo, Ism, Img, Mnc,
    ];
    Status "status" from 0: [Actual, Future, Hypothetical, Negated];
    DateBasis "basis" from 0: [Stated, Inferred, Publication, Unknown];
    ActorKind "actor kind" from 0: [Person, State, Government, Group, Organisation, Place, Unknown];
    MentionHow "how" from 0: [Name, Description, Pronoun, Metonym];
    RelationKind "relation" from 1: [
        DiplomaticTies, Recognition, Sanctions, Negotiation, Offer, Demand, Agreement, Conflict, Office, Membership,
    ];
    RelationState "state" from 1: [
        Normal, Downgraded, Severed, Restored, Recognised, Withheld, Withdrawn, InForce, Eased, Suspended, Lifted,
        Announced, Open, Concluded, BrokenOff, Accepted, Declined, Evaded, Lapsed, Met, Refused, Agreed, Signed,
        Ratified, Breached, Ended, Hostilities, Ceasefire, Held, Claimed,
    ];
    ClaimSays "says" from 0: [Begins, Continues, Ends, Absent];
}

/// All rows of the table `vocabulary`.
pub fn vocabulary() -> Vec<(&'static str, i64, String)> {
    [
        EventType::rows(),
        Mode::rows(),
        Context::rows(),
        Sector::rows(),
        Status::rows(),
        DateBasis::rows(),
        ActorKind::rows(),
        MentionHow::rows(),
        RelationKind::rows(),
        RelationState::rows(),
        ClaimSays::rows(),
    ]
    .concat()
}

/// Number of a mode; 0 for none.
pub fn mode_number(mode: Option<Mode>) -> i64 {
    mode.map_or(0, Mode::number)
}

/// Contexts as bits: bit n for the context numbered n.
pub fn context_bits(contexts: &[Context]) -> i64 {
    contexts.iter().fold(0, |bits, c| bits | 1 << c.number())
}

/// The contexts of [`context_bits`], in the order of their numbers.
pub fn contexts(bits: i64) -> Vec<Context> {
    Context::LIST.iter().copied().filter(|c| bits & 1 << c.number() != 0).collect()
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn every_word_has_a_number_of_its_own() {
        fn check<T: Numbered + IntoEnumIterator + std::fmt::Debug>() {
            for word in T::iter() {
                assert_eq!(T::from_number(word.number()), Some(word), "add {word:?} at the end of its list");
            }
        }
        check::<EventType>();
        check::<Mode>();
        check::<Context>();
        check::<Sector>();
        check::<Status>();
        check::<RelationKind>();
        for kind in RelationKind::iter() {
            kind.states().iter().for_each(|s| assert!(s.number() > 0));
        }
    }

    #[test]
    fn numbers_stay_what_databases_hold() {
        assert_eq!((EventType::Assault.number(), Mode::Unconventional.number()), (16, 59));
        assert_eq!((Context::Trafficking.number(), Sector::Mnc.number()), (36, 32));
        assert_eq!((RelationKind::Membership.number(), RelationState::Claimed.number()), (10, 30));
    }

    #[test]
    fn contexts_come_back() {
        let some = [Context::Military, Context::Election, Context::Trafficking];
        assert_eq!(contexts(context_bits(&some)), some);
    }
}
