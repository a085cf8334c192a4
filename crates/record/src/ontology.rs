//! The vocabulary of events: PLOVER types, modes, contexts, sectors and scores.
//!
//! Names and scores follow the PLOVER manual (Open Event Data Alliance, "PLOVER and POLECAT", 2023).
//! ACCUSE without a mode is printed there as +3, an evident slip of sign: here it is −2.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident $case:literal { $($variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
                 Display, EnumString, IntoStaticStr, EnumIter)]
        #[serde(rename_all = $case)]
        #[strum(serialize_all = $case)]
        #[allow(missing_docs)] // the names are the definition
        pub enum $name { $($variant),* }

        impl $name {
            /// The name as the record writes it.
            pub fn as_str(self) -> &'static str {
                self.into()
            }
        }
    };
}

vocabulary! {
    /// The sixteen PLOVER event types.
    EventType "UPPERCASE" {
        Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request, Accuse, Reject, Threaten,
        Protest, Sanction, Mobilize, Coerce, Assault,
    }
}

vocabulary! {
    /// Modes: finer kinds of some event types.
    Mode "kebab-case" {
        Visit, ThirdParty, Multilateral, Phone,
        Withdraw, Release, Disarm, Ceasefire, Access, Resign,
        Assist, Change, Yield, Meet,
        Disapprove, Investigate, Allege,
        Restrict, Arrest, Relations, Expel, Territory, Violence,
        Demo, Riot, Strike, Hunger, Boycott, Obstruct, Vandalize,
        Convict, Discontinue,
        Troops, Weapons, Police, Militia,
        Seize, Censor, Curfew, MartialLaw, Deport, Withhold, Misinformation, Cyber,
        Abduct, Beat, Torture, Sexual, Targeted, Destroy, Primitive, Firearms, Explosives, SuicideAttack,
        Aerial, Drone, HeavyWeapons, CrowdControl, Unconventional,
    }
}

vocabulary! {
    /// Contexts: fields of life an event belongs to; any number per event.
    Context "snake_case" {
        Military, Intelligence, Executive, Legislative, Election, PoliticalInstitutions, ProDemocracy,
        ProAutocracy, Economic, Legal, Reparations, HumanRights, RightsFreedoms, Repression, HumanSecurity,
        Gender, Lgbt, ReligionEthnicity, Inequality, Diplomatic, Territory, Peacekeeping, Health, Asylum,
        Migration, Disasters, NaturalResource, Environment, Technology, Terrorism, Cbrn, Cyber,
        Misinformation, Crime, Corruption, IllegalDrugs, Trafficking,
    }
}

vocabulary! {
    /// PLOVER sectors: what part of a state, of society or of the world an actor belongs to.
    Sector "UPPERCASE" {
        Cop, Gov, Jud, Leg, Mil, Prm, Pty, Reb, Spy, Uaf, Opp,
        Agr, Bus, Crm, Cvl, Edu, Eli, Jrn, Lab, Med, Ref, Rel, Soc, Pre, Unk,
        Igo, Uno, Eur, Ngo, Ism, Img, Mnc,
    }
}

vocabulary! {
    /// Whether the text reports an event as done.
    Status "lowercase" {
        Actual, Future, Hypothetical, Negated,
    }
}

/// Verbal or material, cooperation or conflict.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Display,
)]
pub enum Quad {
    /// Words of cooperation.
    #[serde(rename = "verbal cooperation")]
    #[strum(serialize = "verbal cooperation")]
    VerbalCooperation,
    /// Deeds of cooperation.
    #[serde(rename = "material cooperation")]
    #[strum(serialize = "material cooperation")]
    MaterialCooperation,
    /// Words of conflict.
    #[serde(rename = "verbal conflict")]
    #[strum(serialize = "verbal conflict")]
    VerbalConflict,
    /// Deeds of conflict.
    #[serde(rename = "material conflict")]
    #[strum(serialize = "material conflict")]
    MaterialConflict,
}

impl EventType {
    /// The quad class of the type.
    pub fn quad(self) -> Quad {
        use EventType::*;
        match self {
            Agree | Consult | Support | Concede => Quad::VerbalCooperation,
            Cooperate | Aid | Retreat => Quad::MaterialCooperation,
            Request | Accuse | Reject | Threaten => Quad::VerbalConflict,
            Protest | Sanction | Mobilize | Coerce | Assault => Quad::MaterialConflict,
        }
    }

    /// The modes the type may have.
    pub fn modes(self) -> &'static [Mode] {
        use Mode::*;
        match self {
            EventType::Consult => &[Visit, ThirdParty, Multilateral, Phone],
            EventType::Retreat => &[Withdraw, Release, Disarm, Ceasefire, Access, Resign],
            EventType::Request | EventType::Reject => &[Assist, Change, Yield, Meet],
            EventType::Accuse => &[Disapprove, Investigate, Allege],
            EventType::Threaten => &[Restrict, Arrest, Relations, Expel, Territory, Violence],
            EventType::Protest => &[Demo, Riot, Strike, Hunger, Boycott, Obstruct, Vandalize],
            EventType::Sanction => &[Convict, Expel, Withdraw, Discontinue],
            EventType::Mobilize => &[Troops, Weapons, Police, Militia],
            EventType::Coerce => &[
                Seize,
                Restrict,
                Censor,
                Curfew,
                MartialLaw,
                Arrest,
                Deport,
                Withhold,
                Misinformation,
                Cyber,
            ],
            EventType::Assault => &[
                Abduct,
                Beat,
                Torture,
                Sexual,
                Targeted,
                Destroy,
                Primitive,
                Firearms,
                Explosives,
                SuicideAttack,
                Aerial,
                Drone,
                HeavyWeapons,
                CrowdControl,
                Unconventional,
            ],
            _ => &[],
        }
    }

    /// PLOVER's intensity score of the type with a mode, from −10 (worst conflict) to +10.
    pub fn score(self, mode: Option<Mode>) -> f64 {
        use Mode::*;
        match (self, mode) {
            (EventType::Agree, _) => 2.5,
            (EventType::Consult, Some(Visit | Multilateral)) => 4.0,
            (EventType::Consult, Some(ThirdParty)) => 1.0,
            (EventType::Consult, Some(Phone)) => 1.5,
            (EventType::Consult, _) => 2.5,
            (EventType::Support, _) => 5.0,
            (EventType::Concede, _) => 4.5,
            (EventType::Cooperate, _) => 9.5,
            (EventType::Aid, _) => 10.0,
            (EventType::Retreat, Some(Withdraw)) => 8.0,
            (EventType::Retreat, Some(Disarm)) => 10.0,
            (EventType::Retreat, Some(Ceasefire)) => 7.5,
            (EventType::Retreat, Some(Resign)) => 4.5,
            (EventType::Retreat, _) => 6.5,
            (EventType::Request, Some(Assist)) => 0.5,
            (EventType::Request, Some(Change | Yield)) => -1.0,
            (EventType::Request, _) => 0.0,
            (EventType::Accuse, Some(Investigate | Allege)) => -3.5,
            (EventType::Accuse, _) => -2.0,
            (EventType::Reject, Some(Assist)) => -1.5,
            (EventType::Reject, _) => -2.0,
            (EventType::Threaten, Some(Restrict)) => -3.0,
            (EventType::Threaten, Some(Territory)) => -4.0,
            (EventType::Threaten, _) => -3.5,
            (EventType::Protest, Some(Riot)) => -7.0,
            (EventType::Protest, Some(Hunger | Boycott | Obstruct)) => -4.5,
            (EventType::Protest, _) => -5.0,
            (EventType::Sanction, Some(Expel)) => -5.5,
            (EventType::Sanction, _) => -6.0,
            (EventType::Mobilize, Some(Troops | Weapons)) => -6.5,
            (EventType::Mobilize, Some(Militia)) => -6.0,
            (EventType::Mobilize, _) => -5.5,
            (EventType::Coerce, Some(Censor | Curfew | Misinformation)) => -6.5,
            (EventType::Coerce, Some(MartialLaw)) => -7.5,
            (EventType::Coerce, _) => -7.0,
            (EventType::Assault, Some(Abduct | Torture | Sexual | Destroy)) => -8.5,
            (EventType::Assault, Some(Beat | CrowdControl)) => -7.5,
            (EventType::Assault, Some(Primitive)) => -8.0,
            (EventType::Assault, Some(Targeted | SuicideAttack | Aerial | Drone | HeavyWeapons)) => -9.5,
            (EventType::Assault, Some(Unconventional)) => -10.0,
            (EventType::Assault, _) => -9.0,
        }
    }

    /// The CAMEO code that a type with a mode corresponds to most often (CAMEO codebook 1.1b3); the root where a mode has none.
    pub fn cameo(self, mode: Option<Mode>) -> &'static str {
        use Mode::*;
        match (self, mode) {
            (EventType::Consult, Some(Phone)) => "041",
            (EventType::Consult, Some(Visit)) => "042",
            (EventType::Consult, Some(ThirdParty)) => "045",
            (EventType::Consult, Some(Multilateral)) => "046",
            (EventType::Retreat, Some(Withdraw)) => "087",
            (EventType::Retreat, Some(Release)) => "0841",
            (EventType::Retreat, Some(Disarm)) => "0874",
            (EventType::Retreat, Some(Ceasefire)) => "0871",
            (EventType::Retreat, Some(Access)) => "0861",
            (EventType::Retreat, Some(Resign)) => "0831",
            (EventType::Request, Some(Assist)) => "023",
            (EventType::Request, Some(Change)) => "104",
            (EventType::Request, Some(Yield)) => "105",
            (EventType::Request, Some(Meet)) => "026",
            (EventType::Accuse, Some(Disapprove)) => "111",
            (EventType::Accuse, Some(Investigate)) => "090",
            (EventType::Accuse, Some(Allege)) => "112",
            (EventType::Reject, Some(Assist)) => "122",
            (EventType::Reject, Some(Change)) => "123",
            (EventType::Reject, Some(Yield)) => "124",
            (EventType::Reject, Some(Meet)) => "125",
            (EventType::Threaten, Some(Restrict)) => "132",
            (EventType::Threaten, Some(Relations)) => "131",
            (EventType::Threaten, Some(Violence | Territory)) => "138",
            (EventType::Protest, Some(Demo)) => "141",
            (EventType::Protest, Some(Hunger)) => "142",
            (EventType::Protest, Some(Strike | Boycott)) => "143",
            (EventType::Protest, Some(Obstruct)) => "144",
            (EventType::Protest, Some(Riot | Vandalize)) => "145",
            (EventType::Sanction, Some(Discontinue)) => "163",
            (EventType::Sanction, Some(Expel)) => "161",
            (EventType::Sanction, Some(Withdraw)) => "161",
            (EventType::Sanction, Some(Convict)) => "172",
            (EventType::Mobilize, Some(Police)) => "151",
            (EventType::Mobilize, Some(Troops)) => "154",
            (EventType::Mobilize, Some(Weapons)) => "154",
            (EventType::Coerce, Some(Seize)) => "171",
            (EventType::Coerce, Some(Restrict | Censor | Withhold)) => "172",
            (EventType::Coerce, Some(Curfew)) => "1723",
            (EventType::Coerce, Some(MartialLaw)) => "1724",
            (EventType::Coerce, Some(Arrest)) => "173",
            (EventType::Coerce, Some(Deport)) => "174",
            (EventType::Coerce, Some(Cyber)) => "176",
            (EventType::Assault, Some(Abduct)) => "181",
            (EventType::Assault, Some(Sexual)) => "1821",
            (EventType::Assault, Some(Torture)) => "1822",
            (EventType::Assault, Some(Beat)) => "182",
            (EventType::Assault, Some(Explosives | SuicideAttack)) => "183",
            (EventType::Assault, Some(Targeted)) => "186",
            (EventType::Assault, Some(Firearms)) => "193",
            (EventType::Assault, Some(HeavyWeapons)) => "194",
            (EventType::Assault, Some(Aerial | Drone)) => "195",
            (EventType::Assault, Some(CrowdControl)) => "175",
            (EventType::Assault, Some(Unconventional)) => "204",
            _ => self.cameo_root(),
        }
    }

    /// The CAMEO root the type grew from, two digits; used where no finer code is known.
    pub fn cameo_root(self) -> &'static str {
        match self {
            EventType::Agree => "03",
            EventType::Consult => "04",
            EventType::Support => "05",
            EventType::Concede | EventType::Retreat => "08",
            EventType::Cooperate => "06",
            EventType::Aid => "07",
            EventType::Request => "10",
            EventType::Accuse => "11",
            EventType::Reject => "12",
            EventType::Threaten => "13",
            EventType::Protest => "14",
            EventType::Sanction => "16",
            EventType::Mobilize => "15",
            EventType::Coerce => "17",
            EventType::Assault => "18",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn names_are_as_the_contract_writes_them() {
        assert_eq!(EventType::Mobilize.as_str(), "MOBILIZE");
        assert_eq!(Mode::ThirdParty.as_str(), "third-party");
        assert_eq!(Context::PoliticalInstitutions.as_str(), "political_institutions");
        assert_eq!(Sector::Gov.as_str(), "GOV");
        assert_eq!(Status::Hypothetical.as_str(), "hypothetical");
        assert_eq!("martial-law".parse(), Ok(Mode::MartialLaw));
    }

    #[test]
    fn there_are_16_types_and_37_contexts() {
        assert_eq!(EventType::iter().count(), 16);
        assert_eq!(Context::iter().count(), 37);
    }

    #[test]
    fn conflict_scores_below_zero_and_cooperation_above() {
        for event_type in EventType::iter() {
            for mode in event_type.modes().iter().map(|&m| Some(m)).chain([None]) {
                let score = event_type.score(mode);
                match event_type.quad() {
                    Quad::VerbalCooperation | Quad::MaterialCooperation => assert!(score > 0.0),
                    Quad::VerbalConflict => assert!(score <= 0.5),
                    Quad::MaterialConflict => assert!(score < -4.0),
                }
            }
        }
    }
}
