import type { StaffDocument } from "@vigie/shared/staff.ts";
import { Choice, toOptions, withNone } from "../desk/fields.tsx";
import { useWords } from "../words/words.tsx";
import { moved } from "./rota-filled.ts";

type Person = { readonly id: string; readonly name: string };

/** People in the order of their turns: moved up and down, taken out, added at the end. */
export function TurnOrder(props: {
  readonly memberIds: readonly string[];
  readonly staff: readonly StaffDocument[];
  readonly problem: string | false;
  readonly onOrder: (memberIds: readonly string[]) => void;
}) {
  const { memberIds, staff, problem, onOrder } = props;
  const { words } = useWords();
  const people = memberIds.map(
    (id): Person => staff.find((one) => one.id === id) ?? { id, name: words.escalations.gone },
  );
  const others = staff.filter(({ id, active }) => active && !memberIds.includes(id));
  return (
    <fieldset className="checks">
      <legend>{words.rotas.members}</legend>
      {people.length > 0 && (
        <ol className="turn-order">
          {people.map((person) => (
            <li key={person.id}>
              <Place {...{ person, memberIds, onOrder }} />
            </li>
          ))}
        </ol>
      )}
      {(others.length > 0 || people.length === 0) && (
        <Choice
          aria-label={words.rotas.addMember}
          value=""
          options={withNone(words.rotas.addMember, toOptions(others))}
          error={problem}
          onChoose={(id) => id !== "" && onOrder([...memberIds, id])}
        />
      )}
    </fieldset>
  );
}

function Place(props: {
  readonly person: Person;
  readonly memberIds: readonly string[];
  readonly onOrder: (memberIds: readonly string[]) => void;
}) {
  const { person, memberIds, onOrder } = props;
  const { words } = useWords();
  const { id, name } = person;
  return (
    <span className="turn-place">
      <span>{name}</span>
      <OrderButton
        sign="↑"
        says={words.rotas.earlier({ name })}
        isOff={memberIds[0] === id}
        onPress={() => onOrder(moved(memberIds, id, -1))}
      />
      <OrderButton
        sign="↓"
        says={words.rotas.later({ name })}
        isOff={memberIds.at(-1) === id}
        onPress={() => onOrder(moved(memberIds, id, 1))}
      />
      <OrderButton
        sign="×"
        says={words.rotas.takeOut({ name })}
        isOff={false}
        onPress={() => onOrder(memberIds.filter((other) => other !== id))}
      />
    </span>
  );
}

function OrderButton(props: {
  readonly sign: string;
  readonly says: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
}) {
  const { sign, says, isOff, onPress } = props;
  return (
    <button type="button" className="chip" title={says} disabled={isOff} onClick={onPress}>
      <span aria-hidden="true">{sign}</span>
      <span className="unseen">{says}</span>
    </button>
  );
}
