import { Button, Popover } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ClientSearch } from './client-search';
import { useOrganization } from './organization/use-organization';

type ClientFilterProps = Readonly<{
  organizationId: string | undefined;
  /** Nothing: all clients. */
  onChoose: (organizationId: string | undefined) => void;
}>;

/** All clients, or one that is found by its name. */
export function ClientFilter({ organizationId, onChoose }: ClientFilterProps) {
  return organizationId === undefined ? (
    <Choose onChoose={onChoose} />
  ) : (
    <Chosen organizationId={organizationId} onClear={() => onChoose(undefined)} />
  );
}

function Choose({ onChoose }: Pick<ClientFilterProps, 'onChoose'>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      width={280}
      position="bottom-start"
      trapFocus
      withRoles
    >
      <Popover.Target>
        <Button
          size="sm"
          rightSection={<IconChevronDown size={15} stroke={1.75} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          All clients
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Choose a client" p="sm">
        <ClientSearch
          onFound={(id) => {
            setOpen(false);
            onChoose(id);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

type ChosenProps = Readonly<{ organizationId: string; onClear: () => void }>;

function Chosen({ organizationId, onClear }: ChosenProps) {
  const name = useOrganization(organizationId).data?.name ?? 'One client';
  return (
    <Button
      size="sm"
      rightSection={<IconX size={15} stroke={1.75} aria-hidden />}
      aria-label={`${name}: show all clients`}
      onClick={onClear}
    >
      {name}
    </Button>
  );
}
