import { AppError } from '../../domain/errors.ts'
import { damagedPickle, PickleReader } from './pickleReader.ts'

/** What a pickle of tensors is made of. Dictionaries are maps, tuples and lists are arrays. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | Global
  | object

/** A name that the pickle refers to, from the closed list of the caller. */
export class Global {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** What a training script keeps beside its weights: a place in the file, of which nothing is made. */
export class Inert {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** What the caller allows and supplies. Nothing else can be reached from a pickle. */
export interface PickleWorld {
  /** Full names (`collections.OrderedDict`) that may be referred to. */
  readonly allowed: ReadonlySet<string>
  /** The value of an allowed name called with arguments. */
  call(name: string, args: PickleValue[]): PickleValue
  /** The value that a persistent id stands for. */
  persistent(id: PickleValue): PickleValue
}

const MARK = Symbol('mark')
type StackItem = PickleValue | typeof MARK

/**
 * Interprets a pickle (Python's pickletools describes the format), protocols 2 to 5: only the opcodes that plain data and
 * tensors need. Nothing is imported or executed; names outside of `world.allowed` are refused, by name.
 */
export function unpickle(bytes: Uint8Array, world: PickleWorld): PickleValue {
  return unpickleFirst(bytes, world).value
}

/** The first of several pickles that follow each other, and where it ends. */
export function unpickleFirst(bytes: Uint8Array, world: PickleWorld): { value: PickleValue; end: number } {
  const machine = new Machine(bytes, world)
  return { value: machine.run(), end: machine.end }
}

class Machine {
  private readonly reader: PickleReader
  private readonly world: PickleWorld
  private readonly stack: StackItem[] = []
  private readonly memo = new Map<number, PickleValue>()

  constructor(bytes: Uint8Array, world: PickleWorld) {
    this.reader = new PickleReader(bytes)
    this.world = world
  }

  /** Where the next instruction stands. */
  get end(): number {
    return this.reader.position
  }

  run(): PickleValue {
    for (;;) {
      const opcode = this.reader.unsigned(1)
      if (opcode === 0x2e /* STOP */) return this.pop()
      const handle = OPCODES[opcode]
      if (handle === undefined)
        throw new AppError(
          'unsupported',
          `The PyTorch file uses the pickle instruction 0x${opcode.toString(16)}, which weights do not need. Save the state dict alone: torch.save(model.state_dict(), path).`,
          { opcode },
        )
      handle(this, this.reader)
    }
  }

  push(value: PickleValue): void {
    this.stack.push(value)
  }

  pop(): PickleValue {
    const value = this.stack.pop()
    if (value === undefined || value === MARK) throw damagedPickle('a value is missing')
    return value
  }

  top(): PickleValue {
    const value = this.stack.at(-1)
    if (value === undefined || value === MARK) throw damagedPickle('a value is missing')
    return value
  }

  mark(): void {
    this.stack.push(MARK)
  }

  /** Everything above the last mark. */
  popMarked(): PickleValue[] {
    const at = this.stack.lastIndexOf(MARK)
    if (at < 0) throw damagedPickle('a mark is missing')
    const items = this.stack.splice(at).slice(1)
    return items.filter(item => item !== MARK)
  }

  remember(index: number): void {
    this.memo.set(index, this.top())
  }

  memoize(): void {
    this.memo.set(this.memo.size, this.top())
  }

  recall(index: number): void {
    const value = this.memo.get(index)
    if (value === undefined) throw damagedPickle(`value ${index} is used before it is made`)
    this.push(value)
  }

  global(module: PickleValue, name: PickleValue): void {
    const full = `${String(module)}.${String(name)}`
    if (typeof module !== 'string' || typeof name !== 'string' || !this.world.allowed.has(full))
      throw new AppError(
        'forbidden',
        `The PyTorch file refers to ${full}, which is not part of plain weights and could run code. Save the state dict alone: torch.save(model.state_dict(), path).`,
        { global: full },
      )
    this.push(new Global(full))
  }

  reduce(): void {
    const args = this.pop()
    const callee = this.pop()
    if (!(callee instanceof Global) || !Array.isArray(args)) throw damagedPickle('a call is malformed')
    this.push(this.world.call(callee.name, args))
  }

  persistent(): void {
    this.push(this.world.persistent(this.pop()))
  }

  setItems(items: PickleValue[]): void {
    const target = this.top()
    if (target instanceof Inert) return
    if (!(target instanceof Map) || items.length % 2 !== 0) throw damagedPickle('a dictionary is malformed')
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1])
  }

  append(items: PickleValue[]): void {
    const target = this.top()
    if (target instanceof Inert) return
    if (!Array.isArray(target)) throw damagedPickle('a list is malformed')
    for (const item of items) target.push(item)
  }
}

type Handler = (machine: Machine, reader: PickleReader) => void

const tuple =
  (size: number): Handler =>
  machine => {
    const items = Array.from({ length: size }, () => machine.pop())
    machine.push(items.reverse())
  }

/** By opcode, named as in Python's pickletools. */
const OPCODES: Partial<Record<number, Handler>> = {
  128: (_, r) => checkProtocol(r.unsigned(1)), // PROTO
  149: (_, r) => void r.unsigned(8), // FRAME
  40: m => m.mark(), // MARK
  48: m => void m.pop(), // POP
  49: m => void m.popMarked(), // POP_MARK
  50: m => m.push(m.top()), // DUP
  78: m => m.push(null), // NONE
  136: m => m.push(true), // NEWTRUE
  137: m => m.push(false), // NEWFALSE
  74: (m, r) => m.push(r.int32()), // BININT
  75: (m, r) => m.push(r.unsigned(1)), // BININT1
  77: (m, r) => m.push(r.unsigned(2)), // BININT2
  138: (m, r) => m.push(r.long(r.unsigned(1))), // LONG1
  71: (m, r) => m.push(r.float64()), // BINFLOAT
  88: (m, r) => m.push(r.text(r.unsigned(4))), // BINUNICODE
  140: (m, r) => m.push(r.text(r.unsigned(1))), // SHORT_BINUNICODE
  141: (m, r) => m.push(r.text(r.unsigned(8))), // BINUNICODE8
  85: (m, r) => m.push(r.text(r.unsigned(1))), // SHORT_BINSTRING
  84: (m, r) => m.push(r.text(r.unsigned(4))), // BINSTRING
  67: (m, r) => m.push(r.bytesOf(r.unsigned(1))), // SHORT_BINBYTES
  66: (m, r) => m.push(r.bytesOf(r.unsigned(4))), // BINBYTES
  41: m => m.push([]), // EMPTY_TUPLE
  133: tuple(1), // TUPLE1
  134: tuple(2), // TUPLE2
  135: tuple(3), // TUPLE3
  116: m => m.push(m.popMarked()), // TUPLE
  93: m => m.push([]), // EMPTY_LIST
  97: m => m.append([m.pop()]), // APPEND
  101: m => m.append(m.popMarked()), // APPENDS
  125: m => m.push(new Map()), // EMPTY_DICT
  115: m => setItem(m), // SETITEM
  117: m => m.setItems(m.popMarked()), // SETITEMS
  113: (m, r) => m.remember(r.unsigned(1)), // BINPUT
  114: (m, r) => m.remember(r.unsigned(4)), // LONG_BINPUT
  148: m => m.memoize(), // MEMOIZE
  104: (m, r) => m.recall(r.unsigned(1)), // BINGET
  106: (m, r) => m.recall(r.unsigned(4)), // LONG_BINGET
  99: (m, r) => m.global(r.line(), r.line()), // GLOBAL
  147: m => stackGlobal(m), // STACK_GLOBAL
  82: m => m.reduce(), // REDUCE
  129: m => m.reduce(), // NEWOBJ
  143: m => m.push(new Inert('set')), // EMPTY_SET
  144: m => m.append(m.popMarked()), // ADDITEMS
  98: m => build(m), // BUILD
  81: m => m.persistent(), // BINPERSID
}

function checkProtocol(protocol: number): void {
  if (protocol < 2 || protocol > 5)
    throw new AppError('unsupported', `Pickle protocol ${protocol} is not read. Save the file again with torch.save.`)
}

function setItem(machine: Machine): void {
  const value = machine.pop()
  const key = machine.pop()
  machine.setItems([key, value])
}

function stackGlobal(machine: Machine): void {
  const name = machine.pop()
  machine.global(machine.pop(), name)
}

/** State on an object: PyTorch's state dicts carry `_metadata`, which weights do not need; it is dropped. */
function build(machine: Machine): void {
  machine.pop()
  const target = machine.top()
  if (!(target instanceof Map || target instanceof Inert)) throw damagedPickle('state is set on what is no dictionary')
}
