import { NativeSelect, TextInput } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { useStaff } from "./questions.ts";
import { useSignature } from "./use-signed.ts";

/** A name as people sign with. */
const NAME_LENGTH_MAX = 120;

/** Who acts here: chosen among the staff, or written where there is none yet. */
export function SignerChoice() {
  const { words } = useWords();
  const { signer } = useParts();
  const { name, staffId, isLacking } = useSignature();
  const { data } = useStaff();
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isLacking) field.current?.querySelector<HTMLElement>("input, select")?.focus();
  }, [isLacking]);
  const staff = data?.items.filter(({ active }) => active) ?? [];
  const error = isLacking && words.desk.signerNeeded;
  return (
    <div className="signer" ref={field}>
      {staff.length === 0 ? (
        <TextInput
          size="xs"
          label={words.desk.signer}
          value={name}
          maxLength={NAME_LENGTH_MAX}
          autoComplete="name"
          error={error}
          onChange={({ currentTarget }) => signer.choose(currentTarget.value, undefined)}
        />
      ) : (
        <NativeSelect
          size="xs"
          label={words.desk.signer}
          value={staffId ?? ""}
          error={error}
          data={[
            { value: "", label: staffId === undefined && name !== "" ? name : words.desk.choose },
            ...staff.map((member) => ({ value: member.id, label: member.name })),
          ]}
          onChange={({ currentTarget }) => {
            const chosen = staff.find(({ id }) => id === currentTarget.value);
            signer.choose(chosen?.name ?? "", chosen?.id);
          }}
        />
      )}
    </div>
  );
}
