"""Decision diagrams over answers: a result as a function of all answer sets, small enough to be
counted exactly.

A node asks one variable (a `one` question, or one option of a `many` question) and has a child for
each of its values; a leaf is a result. Equal nodes are one node, so two functions are equal where
their nodes are (Bryant, "Graph-based algorithms for Boolean function manipulation", 1986; with many
values: Srinivasan et al., 1990).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from math import prod
from operator import add, and_, or_
from typing import Any

Node = int
Leaf = Any
"""A result: anything hashable."""


class TooLarge(Exception):
    """The diagram would need more nodes than allowed."""


@dataclass(frozen=True)
class Join:
    """Makes one result of two.

    A leaf in ``left_ends`` or ``right_ends`` decides alone: the result is ``of`` that one twice.
    """

    of: Callable[[Leaf, Leaf], Leaf]
    left_ends: Collection[Leaf] = ()
    right_ends: Collection[Leaf] = ()


BOTH = Join(and_, (False,), (False,))
EITHER = Join(or_, (True,), (True,))
BUT_NOT = Join(lambda left, right: left and not right, (False,), (True,))
SUM = Join(add)
DIFFER = Join(lambda left, right: left != right)


class Diagrams:
    """Functions from assignments of variables to leaves.

    Args:
        sizes: how many values each variable has; a variable is named by its place.
        most_nodes: how many nodes there may be.
    """

    def __init__(self, sizes: Iterable[int], most_nodes: int) -> None:
        self._sizes = tuple(sizes)
        self._most_nodes = most_nodes
        self._below = [prod(self._sizes[place:]) for place in range(len(self._sizes) + 1)]
        self._variable: list[int] = []
        self._children: list[tuple[Node, ...]] = []
        self._value: dict[Node, Leaf] = {}
        self._known: dict[tuple[int, Leaf], Node] = {}

    def leaf(self, value: Leaf) -> Node:
        """The function that is ``value`` everywhere."""
        node = self._intern(
            len(self._sizes), (type(value), value), ()
        )  # True and 1 are equal, yet two leaves
        self._value[node] = value
        return node

    def choice(self, variable: int, values: Iterable[Leaf]) -> Node:
        """The function that looks at one variable only and is the value at its place."""
        return self._node(variable, tuple(self.leaf(value) for value in values))

    def joined(self, join: Join, left: Node, right: Node) -> Node:
        """The function that joins the results of two.

        Raises:
            TooLarge: it needs too many nodes.
        """
        return self._joined(join, left, right, {})

    def count(self, node: Node, is_wanted: Callable[[Leaf], bool] = bool) -> int:
        """How many assignments lead to a wanted leaf."""
        found: dict[Node, int] = {}
        return self._count(node, is_wanted, found) * (
            self._below[0] // self._below[self._variable[node]]
        )

    def fewest(
        self, node: Node, is_wanted: Callable[[Leaf], bool] = bool
    ) -> Mapping[int, int] | None:
        """An assignment to a wanted leaf with the fewest values other than the first; variables
        left out have that.

        None where there is no wanted leaf.
        """
        found: dict[Node, Mapping[int, int] | None] = {}
        return self._fewest(node, is_wanted, found)

    def _joined(
        self, join: Join, left: Node, right: Node, known: dict[tuple[Node, Node], Node]
    ) -> Node:
        pair = left, right
        if pair not in known:
            early = self._early(join, left, right)
            if early is None:
                variable = min(self._variable[left], self._variable[right])
                parts = zip(self._at(left, variable), self._at(right, variable), strict=True)
                early = self._node(
                    variable, tuple([self._joined(join, *part, known) for part in parts])
                )
            known[pair] = early
        return known[pair]

    def _early(self, join: Join, left: Node, right: Node) -> Node | None:
        """The result where two leaves, or a deciding one, are reached."""
        value, other = self._value.get(left), self._value.get(right)
        if left in self._value and value in join.left_ends:
            return self.leaf(join.of(value, value))
        if right in self._value and other in join.right_ends:
            return self.leaf(join.of(other, other))
        return (
            self.leaf(join.of(value, other))
            if left in self._value and right in self._value
            else None
        )

    def _at(self, node: Node, variable: int) -> tuple[Node, ...]:
        """The children of the node for the values of ``variable``, which it need not ask."""
        return (
            self._children[node]
            if self._variable[node] == variable
            else (node,) * self._sizes[variable]
        )

    def _node(self, variable: int, children: tuple[Node, ...]) -> Node:
        return (
            children[0] if len(set(children)) == 1 else self._intern(variable, children, children)
        )

    def _intern(self, variable: int, key: Leaf, children: tuple[Node, ...]) -> Node:
        if (variable, key) not in self._known:
            if len(self._variable) >= self._most_nodes:
                raise TooLarge
            self._known[variable, key] = len(self._variable)
            self._variable.append(variable)
            self._children.append(children)
        return self._known[variable, key]

    def _count(self, node: Node, is_wanted: Callable[[Leaf], bool], found: dict[Node, int]) -> int:
        if node in self._value:
            return int(is_wanted(self._value[node]))
        if node not in found:
            after = self._below[self._variable[node] + 1]
            times = Counter(self._children[node])
            free = {child: after // self._below[self._variable[child]] for child in times}
            found[node] = sum(
                times[child] * free[child] * self._count(child, is_wanted, found) for child in times
            )
        return found[node]

    def _fewest(
        self,
        node: Node,
        is_wanted: Callable[[Leaf], bool],
        found: dict[Node, Mapping[int, int] | None],
    ) -> Mapping[int, int] | None:
        if node in self._value:
            return {} if is_wanted(self._value[node]) else None
        if node not in found:
            ways = []
            for value, child in enumerate(self._children[node]):
                way = self._fewest(child, is_wanted, found)
                if way is not None:
                    ways.append({**way, self._variable[node]: value} if value else way)
            found[node] = min(ways, key=len, default=None)
        return found[node]
