import type { ClauseTexts } from "@vigie/shared/contract-version.ts";

/**
 * French wording that several templates share. Figures that are acted upon stand in the clauses and
 * come into a text as a variable or not at all, so that the two cannot say different things.
 */

const PARTIES_FR = `Entre {{provider_name}}, ci-après « le Prestataire », et {{customer_name}}, dont le siège est situé {{customer_address}}, ci-après « le Client ».`;

const TACIT_TERM_FR = `${PARTIES_FR}

Le contrat prend effet le {{start_date}} pour une durée initiale de {{initial_months}} mois. À l’échéance, il est reconduit tacitement pour des périodes successives de {{renewal_months}} mois, sauf dénonciation par l’une des parties.

La dénonciation est adressée par lettre recommandée avec avis de réception, ou par tout autre moyen qui en prouve la date, au moins {{notice_months}} mois avant l’échéance en cours. Le Prestataire rappelle cette date au Client en temps utile. Toute modification du contrat fait l’objet d’un avenant signé, qui indique le jour de sa prise d’effet.`;

export const OPEN_TERM_FR = `${PARTIES_FR}

Le contrat prend effet le {{start_date}} et est conclu pour une durée indéterminée. Il n’emporte aucun engagement de volume.

Chaque partie peut y mettre fin à tout moment, par écrit, moyennant un préavis de {{notice_days}} jours. Les interventions commandées avant la fin du préavis sont exécutées et facturées aux conditions du contrat.`;

export const PERIMETER_FR = `Le contrat couvre les équipements du Client qui répondent aux règles du périmètre annexées à la présente clause : à la date de signature, {{workstations}} postes de travail et {{servers}} serveurs. Le Client peut à tout moment obtenir la liste nominative des équipements couverts.

Un équipement que les règles n’incluent pas, ou qu’elles excluent, n’est pas couvert : une demande qui le concerne est signalée comme hors périmètre et donne lieu à une intervention facturée à l’acte, après accord du Client. Toute modification des règles passe par un avenant.`;

const TYPES_FR = `Les prestations comprises sont celles que le contrat énumère parmi les suivantes :

- la maintenance préventive : contrôles, mises à jour et nettoyages planifiés ;
- la maintenance corrective : diagnostic et remise en état après un incident ;
- la maintenance évolutive : adaptations et améliorations du système ;
- l’assistance aux utilisateurs : réponse aux questions et accompagnement ;
- la supervision : surveillance à distance des équipements et traitement des alertes.

Une demande d’un type qui n’est pas compris est traitée à l’acte, sur devis accepté.`;

const PRIORITIES_FR = `Chaque demande reçoit une priorité de 1 (la plus haute) à 4, selon son impact sur l’activité et son urgence, d’après la matrice du contrat. Les alertes de la supervision sont classées par la même matrice d’après leur gravité.

Le Client peut demander une autre priorité ; en cas de désaccord, la priorité la plus haute s’applique le temps que les parties s’entendent. Un changement de priorité ne remet pas à zéro le temps déjà consommé.`;

export const LEVELS_FR = `Les délais garantis par priorité figurent au tableau des niveaux de service. Ils se comptent en temps ouvré, sur la plage horaire indiquée pour chaque délai, à partir de la réception de la demande ou de la détection de l’alerte. Une demande reçue hors de la plage est réputée reçue à sa prochaine ouverture.

La prise en charge est l’instant où un technicien qualifié se saisit de la demande. Le rétablissement est l’instant où le service fonctionne de nouveau, fût-ce par une solution de contournement. Le temps passé à attendre une réponse du Client ou d’un tiers suspend les délais pour lesquels le tableau le prévoit, et seulement ceux-là.

Un délai est dépassé lorsque le temps ouvré consommé excède le temps garanti.`;

const CHANNELS_FR = `Le Client adresse ses demandes par les canaux que le contrat énumère, aux horaires indiqués pour chacun. Chaque demande reçoit un numéro et peut être suivie à tout moment. Un appel qui ne demande pas de suite peut être seulement consigné.

Une demande adressée par un autre canal n’est pas prise en compte : le Prestataire en informe son auteur et lui indique les canaux ouverts.`;

const SIMULTANEOUS_FR = `Le Prestataire traite jusqu’à {{simultaneous_limit}} demandes du Client en même temps. Au-delà, les demandes attendent leur tour dans l’ordre de leur arrivée ; le Client voit leur rang. Les délais d’une demande en attente courent à partir du moment où son traitement peut commencer.`;

export const FLAT_PRICING_FR = `La rémunération du Prestataire est un forfait mensuel de {{monthly_fee}} hors taxes, facturé d’avance au premier jour de chaque mois et payable à trente jours. La taxe sur la valeur ajoutée s’y ajoute au taux en vigueur.

Le temps passé au-delà du forfait, hors périmètre ou hors plage horaire est facturé {{hourly_rate}} hors taxes l’heure, avec les majorations prévues au contrat, après accord du Client. Tout retard de paiement entraîne de plein droit des pénalités au taux de trois fois l’intérêt légal et une indemnité forfaitaire de quarante euros pour frais de recouvrement.`;

const PENALTIES_FR = `Lorsqu’un délai garanti est dépassé, le Prestataire doit au Client, par heure ouvrée de dépassement commencée, {{penalty_rate}} du forfait mensuel. Le total des pénalités d’un mois ne dépasse pas {{penalty_cap}} de ce forfait. Elles viennent en déduction de la facture suivante.

Aucune pénalité n’est due lorsque le dépassement a pour cause le Client, un tiers dont le Prestataire ne répond pas, un cas de force majeure ou une autre cause exclue au contrat. Les pénalités sont libératoires pour les retards qu’elles concernent.`;

const EXIT_FR = `À la fin du contrat, quelle qu’en soit la cause, le Prestataire restitue au Client ses accès, ses données et la documentation de son système dans un format courant, et l’assiste pendant {{exit_days}} jours pour la reprise par lui-même ou par un tiers. Les étapes, leurs responsables et leurs échéances figurent à la liste de sortie ; chacune est close par une preuve quand la liste le demande. Le Prestataire supprime ensuite les données qu’il détient et en atteste par écrit.

Chaque partie tient pour confidentielles les informations reçues de l’autre, pendant le contrat et cinq ans après. Lorsque le Prestataire accède à des données personnelles, il n’agit que sur instruction du Client, conformément au règlement (UE) 2016/679, les protège, notifie sans délai toute violation et ne recourt à un sous-traitant qu’avec l’accord du Client.

La responsabilité du Prestataire se limite aux dommages directs et prouvés, et à douze mois de rémunération, sauf faute lourde ou intentionnelle. Le droit français est applicable.`;

/** What every template that is paid by the month says alike. */
export const COMMON_FR: ClauseTexts = {
  term: TACIT_TERM_FR,
  perimeter: PERIMETER_FR,
  types: TYPES_FR,
  priorities: PRIORITIES_FR,
  levels: LEVELS_FR,
  channels: CHANNELS_FR,
  simultaneous: SIMULTANEOUS_FR,
  pricing: FLAT_PRICING_FR,
  penalties: PENALTIES_FR,
  exit: EXIT_FR,
};
