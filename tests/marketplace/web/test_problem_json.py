from rest_framework import exceptions, serializers

from marketplace.web.problem_json import field_problems


class Item(serializers.Serializer):
    amount = serializers.IntegerField(min_value=1)


class Order(serializers.Serializer):
    items = Item(many=True)
    note = serializers.CharField()

    def validate(self, attrs):
        raise exceptions.ValidationError("never", code="never")


def problems_of(data):
    order = Order(data=data)
    try:
        order.is_valid(raise_exception=True)
    except exceptions.ValidationError as error:
        return [(each.pointer, each.code) for each in field_problems(error.get_full_details())]
    return []


def test_points_at_each_field():
    assert problems_of({"items": [{"amount": 1}, {"amount": 0}]}) == [
        ("/items/1/amount", "min_value"),
        ("/note", "required"),
    ]


def test_points_at_the_whole_for_what_no_field_caused():
    assert problems_of({"items": [], "note": "x"}) == [("", "never")]
