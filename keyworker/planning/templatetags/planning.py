"""What the plan's papers ask of a text and of an area of life."""

from django import template

from keyworker.planning import paper

register = template.Library()
register.filter("thoughts", paper.thoughts)
register.filter("picture_of", paper.picture_of)
