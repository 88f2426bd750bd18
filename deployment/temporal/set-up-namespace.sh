#!/bin/sh
# Makes the namespace and the search attributes of design sessions in it. May run again at any
# time.
#
# TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: read by the temporal command itself.
# NAMESPACE_RETENTION: how long closed workflows are kept, for example 30d.
set -eu

: "${TEMPORAL_ADDRESS:?}" "${TEMPORAL_NAMESPACE:?}"

tries=0
until temporal operator cluster health >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then
        echo "The Temporal server at $TEMPORAL_ADDRESS is not healthy after a minute" >&2
        exit 1
    fi
    sleep 1
done

# These two commands take the namespace only as an option, not from the environment.
if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" \
        --retention "${NAMESPACE_RETENTION:-30d}"
fi

# A new namespace is known to every part of the server only after its cache is refreshed.
tries=0
until known=$(temporal operator search-attribute list 2>/dev/null); do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then
        echo "The namespace $TEMPORAL_NAMESPACE did not appear within a minute" >&2
        exit 1
    fi
    sleep 1
done

add_search_attribute() {
    case "$known" in
        *"$1"*) ;;
        *) temporal operator search-attribute create --name "$1" --type "$2" ;;
    esac
}

add_search_attribute DesignAccount Keyword
add_search_attribute DesignProject Keyword
add_search_attribute DesignContext Keyword
add_search_attribute DesignComponent Keyword
add_search_attribute DesignStatus Keyword
add_search_attribute DesignNeedsPerson Bool
echo "The namespace $TEMPORAL_NAMESPACE is ready"
